using System.Text.RegularExpressions;

namespace GeminiStudio.Emulator.Answers.Composing;

/// <summary>Small programs in fences.</summary>
internal static class Code
{
    private static readonly (string Pattern, string Fence, string Name)[] Languages =
    [
        (@"(\bc#|\bcsharp\b|\.net\b)", "csharp", "C#"),
        (@"\bpython\b", "python", "Python"),
        (@"\b(javascript|typescript|node|js)\b", "javascript", "JavaScript"),
        (@"\bsql\b", "sql", "SQL"),
    ];

    public static string? Answer(Question question)
    {
        var language = Array.FindIndex(Languages, l => question.Asks(l.Pattern));
        var wantsCode = question.Asks(@"\b(code|function|program|script|snippet|implement|method|class|query|one-?liner|regex)\b");
        if (!wantsCode && !(language >= 0 && question.Asks(@"\b(write|show|example|create|make|sort|reverse|fizz|fibonacci)\b")))
        {
            return null;
        }
        if (language < 0)
        {
            language = question.Asks(@"\bquery\b") ? 3 : 1;
        }
        var (_, fence, name) = Languages[language];
        var sample = CodeSamples.Find(question, fence, FunctionName(question.Topic, fence));
        return $"Here is {sample.What} in {name}:\n\n```{fence}\n{sample.Code.Trim()}\n```\n\n{sample.Note}";
    }

    private static string FunctionName(string topic, string fence)
    {
        var words = Regex.Matches(topic, @"[A-Za-z]{2,}", RegexOptions.NonBacktracking).Select(m => m.Value.ToLowerInvariant())
            .Where(w => w is not ("the" or "that" or "which" or "and" or "for" or "of" or "to" or "in" or "python" or "javascript" or "function" or "code"))
            .Take(3).DefaultIfEmpty("solve").ToArray();
        return fence switch
        {
            "csharp" => string.Concat(words.Select(w => char.ToUpperInvariant(w[0]) + w[1..])),
            "javascript" => words[0] + string.Concat(words.Skip(1).Select(w => char.ToUpperInvariant(w[0]) + w[1..])),
            _ => string.Join('_', words),
        };
    }
}
