using System.Text.Json;

namespace GeminiStudio.Sessions.Code;

/// <summary>A request that is to be written as code.</summary>
/// <param name="Model">The wire id.</param>
/// <param name="Body">The GenerateContentRequest as the studio would send it.</param>
/// <param name="StudioAddress">This studio's own address without a trailing slash, to go through its gateway; null for Google's.</param>
public sealed record CodeRequest(string Model, ReadOnlyMemory<byte> Body, string? StudioAddress)
{
    private const string GoogleAddress = "https://generativelanguage.googleapis.com";

    /// <summary>Deep schemas and answers go in; what a browser is sent is bounded elsewhere.</summary>
    internal static readonly JsonDocumentOptions Options = new() { MaxDepth = 512 };

    /// <summary>Where the code sends its request.</summary>
    public string Address => StudioAddress ?? GoogleAddress;

    /// <summary>The variable that holds the key or the token; code never carries either.</summary>
    public string KeyVariable => StudioAddress is null ? "GEMINI_API_KEY" : "GEMINI_STUDIO_TOKEN";

    /// <summary>The whole address of generateContent.</summary>
    public string Url => $"{Address}/v1beta/models/{Uri.EscapeDataString(Model)}:generateContent";
}
