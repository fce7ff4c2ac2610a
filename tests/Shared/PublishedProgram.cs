using System.Diagnostics;
using System.Net;

namespace GeminiStudio.TestRig;

/// <summary>The published studio as a process of its own, the way an operator runs it: it can be killed, stopped and started again.</summary>
internal sealed class PublishedProgram : IAsyncDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(30);

    private readonly ChildProcess _process;

    private PublishedProgram(ChildProcess process, Uri address)
    {
        _process = process;
        Address = address;
    }

    /// <summary>Where it answers: loopback, a port of its own.</summary>
    public Uri Address { get; }

    /// <summary>Everything it has logged and printed so far.</summary>
    public string Output => _process.Output;

    public int ProcessId => _process.Id;

    /// <summary>Publishes if need be, starts, and waits until <c>/health/live</c> answers 200.</summary>
    /// <param name="environment">On top of a bare environment that has no key, no proxy and no setting of ours.</param>
    /// <param name="workingDirectory">Null means the published folder.</param>
    /// <param name="user">Whom it runs as; null means ourselves.</param>
    public static async Task<PublishedProgram> StartAsync(
        IReadOnlyDictionary<string, string> environment, string? workingDirectory, string? user, CancellationToken cancellationToken) =>
        await StartAsync(await PublishedFolder.GetAsync(cancellationToken), environment, workingDirectory, user, cancellationToken);

    /// <summary>As above, from a folder that somebody else published.</summary>
    public static async Task<PublishedProgram> StartAsync(
        string folder, IReadOnlyDictionary<string, string> environment, string? workingDirectory, string? user, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var program = Start(folder, environment, workingDirectory, user);
            try
            {
                await program.WaitUntilAliveAsync(cancellationToken);
                return program;
            }
            catch
            {
                await program.DisposeAsync();
                if (attempt == 3 || !program.Output.Contains("address already in use", StringComparison.OrdinalIgnoreCase))
                {
                    throw;
                }
            }
        }
    }

    // A free port may be taken by another program before this one listens.
    private static PublishedProgram Start(string folder, IReadOnlyDictionary<string, string> environment, string? workingDirectory, string? user)
    {
        var address = new Uri($"http://127.0.0.1:{FreePort.Find()}");
        var start = Bare(folder, workingDirectory);
        start.Environment["ASPNETCORE_URLS"] = address.ToString();
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return new PublishedProgram(ChildProcess.Start(start, user), address);
    }

    /// <summary>Runs one of the program's verbs to its end, for example <c>token create --name x</c>.</summary>
    /// <returns>Its standard output.</returns>
    public static async Task<string> RunAsync(
        IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken)
    {
        var start = Bare(await PublishedFolder.GetAsync(cancellationToken), null, [.. arguments]);
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return await Command.RunAsync(start, cancellationToken);
    }

    /// <summary>SIGKILL, and waits until the system has taken everything back.</summary>
    public async Task KillAsync(CancellationToken cancellationToken)
    {
        _process.Kill();
        await _process.WaitForExitAsync(cancellationToken);
    }

    /// <summary>Whether it has ended, by itself or by a signal.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>Holds it where it is, as a hypervisor does: SIGSTOP.</summary>
    public void Freeze() => _process.Signal(19);

    /// <summary>Lets it go on: SIGCONT.</summary>
    public void Thaw() => _process.Signal(18);

    /// <summary>Waits until it has ended by itself.</summary>
    public Task WaitForExitAsync(CancellationToken cancellationToken) => _process.WaitForExitAsync(cancellationToken);

    /// <summary>SIGTERM, as a container's stop does.</summary>
    /// <returns>The exit code.</returns>
    /// <exception cref="TimeoutException">It was still there after 30 seconds, when a container would be killed.</exception>
    public async Task<int> StopAsync(CancellationToken cancellationToken)
    {
        _process.Signal(ChildProcess.Terminate);
        await _process.WaitForExitAsync(cancellationToken).WaitAsync(StopPatience, cancellationToken);
        return _process.ExitCode;
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private async Task WaitUntilAliveAsync(CancellationToken cancellationToken)
    {
        using var client = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(5) };
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < StartPatience && !_process.HasExited; await Task.Delay(50, cancellationToken))
        {
            if (await IsAliveAsync(client, cancellationToken))
            {
                return;
            }
        }

        throw new InvalidOperationException($"The program did not answer /health/live. It said:\n{Output}");
    }

    private static async Task<bool> IsAliveAsync(HttpClient client, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await client.GetAsync("/health/live", cancellationToken);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false; // Not listening yet.
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false; // Listening, and too busy to answer.
        }
    }

    private static ProcessStartInfo Bare(string folder, string? workingDirectory, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(folder, "GeminiStudio.Web.dll"), .. arguments])
        {
            WorkingDirectory = workingDirectory ?? folder,
        };
        start.Environment.Clear();
        foreach (var name in (ReadOnlySpan<string>)["PATH", "DOTNET_ROOT", "TMPDIR", "SystemRoot", "TEMP"])
        {
            if (Environment.GetEnvironmentVariable(name) is { } value)
            {
                start.Environment[name] = value;
            }
        }

        return start;
    }
}
