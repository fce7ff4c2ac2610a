namespace GeminiStudio.Emulator.Requests;

/// <summary>A path of Google's API, taken apart by hand: routing templates cannot split at the colon of a verb.</summary>
/// <param name="Version">One of v1, v1beta, v1alpha.</param>
/// <param name="ModelId">The id without <c>models/</c>; null for the list.</param>
/// <param name="Verb">What follows the colon, or <c>list</c>, or <c>get</c>.</param>
internal sealed record GoogleRoute(string Version, string? ModelId, string Verb)
{
    public const string List = "list";
    public const string Get = "get";

    private static readonly HashSet<string> Versions = ["v1", "v1beta", "v1alpha"];

    /// <summary>Reads a path; null when Google would answer it with its HTML page.</summary>
    public static GoogleRoute? Read(string method, PathString path)
    {
        // SDKs with a custom base URL send "//v1/…"; the colon may come as %3A, which Kestrel has undone by now.
        var segments = (path.Value ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (segments.Length is < 2 or > 3 || !Versions.Contains(segments[0]) || segments[1] != "models")
        {
            return null;
        }
        if (segments.Length == 2)
        {
            return HttpMethods.IsGet(method) ? new GoogleRoute(segments[0], null, List) : null;
        }
        var colon = segments[2].LastIndexOf(':');
        return colon switch
        {
            < 0 when HttpMethods.IsGet(method) => new GoogleRoute(segments[0], segments[2], Get),
            > 0 when HttpMethods.IsPost(method) => new GoogleRoute(segments[0], segments[2][..colon], segments[2][(colon + 1)..]),
            _ => null,
        };
    }

    /// <summary>Whether the answer is a JSON array that grows: a stream without <c>alt=sse</c>.</summary>
    public bool IsJsonStream(HttpRequest request) =>
        Verb == "streamGenerateContent" && !string.Equals(request.Query["alt"], "sse", StringComparison.OrdinalIgnoreCase);
}
