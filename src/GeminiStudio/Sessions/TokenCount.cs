namespace GeminiStudio.Sessions;

/// <summary>How many tokens would be sent.</summary>
/// <param name="Tokens">Google's count, or our estimate.</param>
/// <param name="IsEstimate">Whether Google could not be asked; shown with "≈".</param>
public sealed record TokenCount(int Tokens, bool IsEstimate)
{
    private const int BytesPerToken = 4;

    /// <summary>A guess from the request's size: about four bytes of JSON a token.</summary>
    public static int Guess(ReadOnlyMemory<byte> body) => body.Length / BytesPerToken;
}
