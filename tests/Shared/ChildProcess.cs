using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace GeminiStudio.TestRig;

/// <summary>
/// A program that runs beside the tests and never outlives them. On Unix it is held by a leash: a shell line waits for the end of
/// a pipe that only we hold open, so the system lets go of it even when the test process is killed.
/// </summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    /// <summary>Finish what you are doing, then end.</summary>
    public const int Terminate = 15;

    /// <summary>End now; for PostgreSQL also: and tell your children.</summary>
    public const int Quit = 3;

    private const int KillSignal = 9;

    // exec keeps the process id: a signal to the child reaches the program, not a wrapper.
    private const string Leash = """
        exec 3<&0; (cat <&3; kill -"$0" $$) >/dev/null 2>&1 & exec "$@" </dev/null 3<&-
        """;

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();

    private ChildProcess(ProcessStartInfo start)
    {
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += Keep;
        _process.ErrorDataReceived += Keep;
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>128 + the signal's number when a signal ended it.</summary>
    public int ExitCode => _process.ExitCode;

    /// <summary>What it has written so far to both outputs, line by line.</summary>
    public IReadOnlyList<string> Lines => [.. _lines];

    public string Output => string.Join('\n', _lines);

    /// <param name="start">Program, arguments, folder and environment.</param>
    /// <param name="user">Whom it runs as; null means ourselves.</param>
    /// <param name="endSignal">What it gets when we end before it does.</param>
    public static ChildProcess Start(ProcessStartInfo start, string? user = null, int endSignal = KillSignal)
    {
        if (!OperatingSystem.IsWindows())
        {
            string[] program = [start.FileName, .. start.ArgumentList];
            string[] leashed = [.. OtherUser.Prefix(user), "sh", "-c", Leash, $"{endSignal}", .. program];
            start.FileName = leashed[0];
            start.ArgumentList.Clear();
            foreach (var argument in leashed.Skip(1))
            {
                start.ArgumentList.Add(argument);
            }
        }

        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        return new ChildProcess(start);
    }

    /// <summary>Sends a Unix signal; does nothing when the process has ended.</summary>
    public void Signal(int signal)
    {
        if (!_process.HasExited)
        {
            _ = NativeKill(_process.Id, signal);
        }
    }

    /// <summary>SIGKILL: what a power cut is to a process.</summary>
    public void Kill() => _process.Kill();

    public Task WaitForExitAsync(CancellationToken cancellationToken) => _process.WaitForExitAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        if (OperatingSystem.IsWindows() && !_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is not null)
        {
            _lines.Enqueue(line.Data);
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int NativeKill(int pid, int signal);
}
