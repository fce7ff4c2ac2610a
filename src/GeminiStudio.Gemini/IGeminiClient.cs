namespace GeminiStudio.Gemini;

/// <summary>The one door to Google's API. Each behaviour (budget, retry, pace, ledger, wire) is a decorator of it.</summary>
public interface IGeminiClient
{
    /// <summary>Sends one call and yields the answer's chunks as they arrive; a call that does not stream yields one.</summary>
    /// <exception cref="GeminiException">Google or the way to it refused; its kind says what a user can do.</exception>
    IAsyncEnumerable<GeminiChunk> StreamAsync(GeminiCall call, CancellationToken cancellationToken);
}
