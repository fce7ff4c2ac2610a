namespace GeminiStudio.Sessions;

/// <summary>How many tokens would be sent.</summary>
/// <param name="Tokens">Google's count, or our estimate.</param>
/// <param name="IsEstimate">Whether Google could not be asked for all of it; shown with "≈".</param>
public sealed record TokenCount(int Tokens, bool IsEstimate)
{
    private const int BytesPerToken = 4;

    /// <summary>Hashes of files that Google has not counted yet; their share is an estimate by its published rules.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>A guess from the request's size: about four bytes of JSON a token.</summary>
    public static int Guess(ReadOnlyMemory<byte> body) => body.Length / BytesPerToken;
}
