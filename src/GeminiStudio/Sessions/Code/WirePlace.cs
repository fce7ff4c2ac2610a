namespace GeminiStudio.Sessions.Code;

/// <summary>Where a value stands: inside a message of Google's, whose names are Google's, or inside somebody's own JSON.</summary>
/// <param name="IsOwn">Names are the caller's and stay as they are.</param>
/// <param name="IsMap">The names of this one level are the caller's, what is below is Google's again.</param>
/// <param name="Name">The last name on the way.</param>
/// <param name="Parent">The name before it.</param>
internal readonly record struct WirePlace(bool IsOwn, bool IsMap, string? Name, string? Parent)
{
    private static readonly HashSet<string> Own =
    [
        "args", "response", "parametersJsonSchema", "responseJsonSchema", "_responseJsonSchema", "partMetadata", "default", "example", "labels",
    ];

    /// <summary>Whether the value is bytes as base64: <c>inlineData.data</c> and every thought signature.</summary>
    public bool IsBytes => !IsOwn && (Name == "thoughtSignature" || (Name == "data" && Parent is "inlineData" or "audio"));

    public bool KeepsNames => IsOwn || IsMap;

    public WirePlace Into(string name) => new(IsOwn || (!IsMap && Own.Contains(name)), !IsOwn && !IsMap && name == "properties", name, Name);

    /// <summary><c>maxOutputTokens</c> as <c>max_output_tokens</c>.</summary>
    public static string Snake(string name) =>
        string.Concat(name.Select((c, i) => char.IsAsciiLetterUpper(c) ? (i == 0 ? "" : "_") + char.ToLowerInvariant(c) : c.ToString()));
}
