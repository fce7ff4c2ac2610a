using System.Text.RegularExpressions;

namespace GeminiStudio.Web.Kit.Markdown;

/// <summary>Tells a formula between dollars from two prices in one sentence.</summary>
internal static partial class Formula
{
    /// <summary>Whether what stands between single dollars reads like mathematics.</summary>
    public static bool IsOne(string content) => content.Length > 0 && (Letter().IsMatch(content) || (Sign().IsMatch(content) && !Prose().IsMatch(content)));

    [GeneratedRegex(@"^\s*-?(?:[A-Za-z]|\d+(?:\.\d+)?)'*\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex Letter();

    [GeneratedRegex(@"[\\^_={}<>+*/|]|[A-Za-z]\(|\d[A-Za-z]", RegexOptions.CultureInvariant)]
    private static partial Regex Sign();

    // Two words in a row outside a command and braces: a sentence, not a formula.
    [GeneratedRegex(@"^[^\\{]*\b[A-Za-z]{3,} [A-Za-z]{2,}\b[^\\]*$", RegexOptions.CultureInvariant)]
    private static partial Regex Prose();
}
