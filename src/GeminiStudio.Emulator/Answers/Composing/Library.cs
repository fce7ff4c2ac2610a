using System.Reflection;
using System.Text.RegularExpressions;

namespace GeminiStudio.Emulator.Answers.Composing;

/// <summary>Answers that were written beforehand: one file each, whose first line says which questions it fits.</summary>
internal static class Library
{
    private const string Folder = "Library/";
    private const string Head = "when: ";

    private static readonly Lazy<IReadOnlyList<(Regex When, string Text)>> Articles = new(Read);

    public static string? Answer(Question question)
    {
        var head = question.Head.ReplaceLineEndings(" ");
        return Articles.Value.FirstOrDefault(a => a.When.IsMatch(head)).Text;
    }

    private static IReadOnlyList<(Regex When, string Text)> Read()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return [.. assembly.GetManifestResourceNames().Where(n => n.StartsWith(Folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(Article)];

        (Regex When, string Text) Article(string name)
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            var when = reader.ReadLine()![Head.Length..];
            return (new Regex(when, RegexOptions.IgnoreCase | RegexOptions.NonBacktracking), reader.ReadToEnd().ReplaceLineEndings("\n").Trim());
        }
    }
}
