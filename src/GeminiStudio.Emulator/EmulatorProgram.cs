using System.Runtime.InteropServices;

namespace GeminiStudio.Emulator;

/// <summary>Runs the emulator alone, for curl, SDKs and anything else that can be pointed at another host.</summary>
internal static class EmulatorProgram
{
    private const string DefaultUrl = "http://127.0.0.1:8089";

    public static async Task Main(string[] args)
    {
        using var stop = new CancellationTokenSource();
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

        var options = new EmulatorServerOptions { Url = ChooseUrl(args), InspectionRoutes = true };
        await using var server = await EmulatorServer.StartAsync(options, stop.Token);

        Console.WriteLine($"Gemini API emulator: {server.Address}");
        Console.WriteLine($"Requests it received: {new Uri(server.Address, "__emulator/requests")}");
        await WaitAsync(stop.Token);

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true; // Main ends by itself
            stop.Cancel();
        }
    }

    private static string ChooseUrl(string[] args)
    {
        var commandLine = new ConfigurationBuilder().AddCommandLine(args).Build();
        var urls = commandLine["urls"] ?? Environment.GetEnvironmentVariable("ASPNETCORE_URLS") ?? DefaultUrl;
        return urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)[0];
    }

    private static async Task WaitAsync(CancellationToken stopped)
    {
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var _ = stopped.Register(() => end.TrySetResult());
        await end.Task;
    }
}
