using System.Text.Json.Nodes;
using GeminiStudio.Emulator.Wire;

namespace GeminiStudio.Emulator.Scripts;

/// <summary>What a prompt asks of the emulator itself; everything unset means an ordinary answer.</summary>
internal sealed record Script
{
    /// <summary>The prompt without its directives.</summary>
    public string Prompt { get; init; } = "";

    public TimeSpan? Pace { get; init; }
    public TimeSpan? WaitForHeaders { get; init; }
    public TimeSpan? WaitForFirstEvent { get; init; }

    public int? Words { get; init; }
    public int? Chars { get; init; }
    public int? Chunks { get; init; }
    public int? Thoughts { get; init; }

    public bool Echo { get; init; }
    public string? Say { get; init; }
    public JsonArray? Calls { get; init; }
    public long? GiantBytes { get; init; }

    public string? FinishReason { get; init; }
    public bool WithoutText { get; init; }
    public string? BlockReason { get; init; }
    public EmptyAnswer? Empty { get; init; }
    public UsageReport Usage { get; init; }

    public GoogleError? Error { get; init; }
    public string? RedirectTo { get; init; }

    /// <summary>What breaks in the middle of a stream; null when nothing does.</summary>
    public StreamFault? Fault { get; init; }
}

/// <summary>The ways in which an answer can hold nothing.</summary>
internal enum EmptyAnswer
{
    EmptyCandidates,
    NoCandidates,
    EmptyContent,
    NoContent,
    NoParts,
}

/// <summary>What an answer says about its tokens.</summary>
internal enum UsageReport
{
    Counted,
    Zero,
    None,
}

/// <summary>The ways in which a stream can go wrong.</summary>
internal enum FaultKind
{
    Cut,
    EndEarly,
    Stall,
    Malformed,
    Error,
    RawError,
}

/// <summary>One fault and the number of events that go well before it.</summary>
internal sealed record StreamFault(FaultKind Kind, int AfterEvents, GoogleError? Error = null);
