namespace GeminiStudio.Keys;

/// <summary>Where calls with a key go.</summary>
/// <param name="Address">Google's host, or the one that <c>Gemini:BaseUrl</c> names.</param>
/// <param name="IsConfigured">Whether it was named: then it is used with and without a key, and the emulator never answers.</param>
public sealed record Upstream(Uri Address, bool IsConfigured);
