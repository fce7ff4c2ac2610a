namespace GeminiStudio.Emulator;

/// <summary>How one emulator behaves; the defaults are those of the demo.</summary>
public sealed class EmulatorServerOptions
{
    /// <summary>Port on 127.0.0.1. Default 0: the system chooses a free one.</summary>
    public int Port { get; init; }

    /// <summary>Full address to bind, for example <c>http://0.0.0.0:8089</c>; null (default) binds <see cref="Port"/> on 127.0.0.1.</summary>
    public string? Url { get; init; }

    /// <summary>Whether <c>/__emulator/*</c> answers, to loopback callers only. Default off: prompts of a demo are nobody else's.</summary>
    public bool InspectionRoutes { get; init; }

    /// <summary>Requests remembered for <see cref="EmulatorServer.Received"/>; older ones are forgotten. Default 1,000.</summary>
    public int RememberedRequests { get; init; } = 1_000;

    /// <summary>Pause between two chunks of a stream. Default 30 ms, about the speed of a flash model; zero for tests.</summary>
    public TimeSpan Pace { get; init; } = TimeSpan.FromMilliseconds(30);

    /// <summary>The keys that are let in; null (default) lets in any key and no key.</summary>
    public IReadOnlyCollection<string>? AcceptedKeys { get; init; }

    /// <summary>Chooses between equally good wordings; the same seed, prompt and history give the same answer. Default 0.</summary>
    public int Seed { get; init; }

    /// <summary>Largest request body in bytes. Default 100 MB, Google's limit for inline data.</summary>
    /// <remarks>ai.google.dev/gemini-api/docs/file-input-methods, raised from 20 MB on 2026-01-08.</remarks>
    public long MaxRequestBytes { get; init; } = 100L << 20;

    /// <summary>How long an uploaded video stays in PROCESSING. Default 2 s.</summary>
    public TimeSpan VideoProcessing { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The clock behind every pause and every timestamp. Default the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
