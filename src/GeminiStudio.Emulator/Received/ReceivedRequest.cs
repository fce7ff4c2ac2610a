namespace GeminiStudio.Emulator.Received;

/// <summary>One request as it came in, and how its answer went.</summary>
public sealed class ReceivedRequest
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The HTTP method.</summary>
    public required string Method { get; init; }

    /// <summary>The path as sent, unescaped.</summary>
    public required string Path { get; init; }

    /// <summary>What follows the colon of the path (<c>generateContent</c>), else <c>list</c> or <c>get</c>; null outside of Google's paths.</summary>
    public string? Verb { get; init; }

    /// <summary>The query with its question mark, without the key; empty when there is none.</summary>
    public required string Query { get; init; }

    /// <summary>The headers, names compared without case; the key is kept.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>The key shown, by header or by query; null when there was none.</summary>
    public string? Key { get; init; }

    /// <summary>The body as text; empty when there was none.</summary>
    public required string Body { get; init; }

    /// <summary>When its head arrived.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The status answered; null while no answer has begun.</summary>
    public int? StatusCode { get; internal set; }

    /// <summary>Whether the client left before the answer was complete.</summary>
    public bool ClientDisconnected { get; private set; }

    /// <summary>Completes when the exchange is over, however it went.</summary>
    public Task Ended => _ended.Task;

    internal void End(int? statusCode, bool clientDisconnected)
    {
        StatusCode ??= statusCode;
        ClientDisconnected = clientDisconnected;
        _ended.TrySetResult();
    }
}
