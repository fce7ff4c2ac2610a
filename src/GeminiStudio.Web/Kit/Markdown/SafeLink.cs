using System.Text.RegularExpressions;

namespace GeminiStudio.Web.Kit.Markdown;

/// <summary>A link that may be shown: http, https or mailto, absolute, and without a hidden name and password.</summary>
/// <param name="Href">The address as it is written into the page.</param>
/// <param name="Host">Where it really leads.</param>
internal sealed partial record SafeLink(string Href, string Host)
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

        return uri.Scheme switch // IdnHost is what is really asked for: letters that only look like others are spelled out
        {
            "http" or "https" when uri.UserInfo.Length == 0 && uri.IdnHost.Length > 0 && address.StartsWith(uri.Scheme + "://", StringComparison.OrdinalIgnoreCase)
                => new SafeLink(uri.AbsoluteUri, uri.IdnHost),
            "mailto" => new SafeLink(uri.AbsoluteUri, uri.AbsoluteUri["mailto:".Length..]),
            _ => null,
        };
    }

    /// <summary>Whether the words of the link name another place than the one it leads to, or hide something: then the host is shown beside them.</summary>
    public bool IsDisguisedBy(string words) =>
        !words.Contains(Host, StringComparison.OrdinalIgnoreCase)
            ? Host.Contains("xn--", StringComparison.Ordinal) || UnseenText.HasMarks(words) || LooksLikeAnAddress().IsMatch(words)
            : UnseenText.HasMarks(words) || (words.Contains('@') && !Host.Contains('@'));

    [GeneratedRegex(@"://|@|\b[\w-]+\.(?:\w{2,})\b", RegexOptions.CultureInvariant)]
    private static partial Regex LooksLikeAnAddress();
}
