using GeminiStudio.Gemini;
using GeminiStudio.Keys;

namespace GeminiStudio.Usage;

/// <summary>Google when there is a key or a configured host, else the built-in emulator.</summary>
/// <param name="google">The client of Google's host, or of the one that is configured.</param>
/// <param name="emulator">The client of the emulator; null when a host is configured.</param>
/// <param name="keys">Tells whether there is a key.</param>
public sealed class DoorClient(IGeminiClient google, Func<IGeminiClient>? emulator, KeyRing keys) : IGeminiClient
{
    /// <summary>Whether calls are answered by the emulator now.</summary>
    public bool IsDemo => emulator is not null && keys.Current is null;

    public IAsyncEnumerable<GeminiChunk> StreamAsync(GeminiCall call, CancellationToken cancellationToken) =>
        call.Key is null && emulator is not null ? emulator().StreamAsync(call, cancellationToken) : google.StreamAsync(call, cancellationToken);
}
