namespace GeminiStudio.Sessions.Code;

/// <summary>JSON for an SDK that reads it into types of its own, which are stricter than Google's door.</summary>
/// <param name="readsLongsAsText">Whether a 64-bit number may stand in quotes, as Google's JSON has it.</param>
internal sealed class TypedJson(bool readsLongsAsText) : LiteralStyle
{
    private static readonly HashSet<string> Longs = ["minItems", "maxItems", "minLength", "maxLength", "minProperties", "maxProperties"];

    /// <summary>For C# and Java.</summary>
    public static TypedJson Quoting { get; } = new(readsLongsAsText: true);

    /// <summary>For Go, whose reader refuses a number in quotes.</summary>
    public static TypedJson Plain { get; } = new(readsLongsAsText: false);

    /// <summary>Bytes as these readers want them: Google takes the URL's alphabet, too, and no padding; both mean the same bytes.</summary>
    public static string Bytes(string base64)
    {
        var plain = base64.Replace('-', '+').Replace('_', '/').TrimEnd('=');
        return plain + new string('=', (4 - (plain.Length % 4)) % 4);
    }

    protected override string Text(string value, WirePlace place) =>
        !readsLongsAsText && !place.KeepsNames && Longs.Contains(place.Name ?? "") && long.TryParse(value, out _) ? value
        : Quoted.Json(place.IsBytes ? Bytes(value) : value);
}
