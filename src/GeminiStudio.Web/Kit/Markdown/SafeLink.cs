namespace GeminiStudio.Web.Kit.Markdown;

/// <summary>A link that may be shown: http, https or mailto, absolute, and without a hidden name and password.</summary>
/// <param name="Href">The address as it is written into the page.</param>
/// <param name="Host">Where it really leads.</param>
internal sealed record SafeLink(string Href, string Host)
{
    private const int MaxLength = 2048;

    /// <summary>Null when the address is of another kind; then only the text is shown.</summary>
    public static SafeLink? From(string? address)
    {
        if (address is null || address.Length is 0 or > MaxLength || address.Any(c => char.IsControl(c) || char.IsWhiteSpace(c))
            || !Uri.TryCreate(address, UriKind.Absolute, out var uri))
        {
            return null;
        }

        return uri.Scheme switch
        {
            "http" or "https" when uri.UserInfo.Length == 0 && uri.IdnHost.Length > 0 && address.StartsWith(uri.Scheme + "://", StringComparison.OrdinalIgnoreCase)
                => new SafeLink(uri.AbsoluteUri, uri.IdnHost),
            "mailto" => new SafeLink(uri.AbsoluteUri, uri.AbsoluteUri["mailto:".Length..]),
            _ => null,
        };
    }
}
