using System.Text.RegularExpressions;

namespace GeminiStudio.Emulator.Answers.Composing;

/// <summary>Finds in a prompt what it is about.</summary>
internal static class TopicFinder
{
    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking;
    private const int LongestTopic = 60;
    private const int LongestLine = 300;

    private static readonly Regex[] Questions =
    [
        new(@"\b(poem|haiku|limerick|story|song|joke|essay|article|table|list|e-?mail|letter|text|function|program|script|query|answer|words|sentences|paragraphs?|ideas|tips|names|reasons|examples|facts|steps)\b.*?\b(about|on|of|for|to|comparing|that|which)\s+(?<topic>.+)", Options),
        new(@"\b(explain|describe|define|outline|discuss|introduce|compare|teach me|summari[sz]e|(tell|talk to) (me|us) (all |more |something )?(about|of))\s+(to me\s+|briefly\s+)?(?<topic>.+)", Options),
        new(@"\b(what|who|where|when)('s|\s+is|\s+are|\s+was|\s+were|\s+does|\s+do|\s+did)\s+(?<topic>.+)", Options),
        new(@"\b(how|why)\s+(does|do|did|is|are|can|could|should|would|to)\s+(i\s+|we\s+|you\s+|one\s+)?(?<topic>.+)", Options),
        new(@"\babout\s+(?<topic>.+)", Options),
        new(@"^\W*(please\s+)?(give|show|write|make|create|get|tell)(\s+me|\s+us)?\s+(?<topic>.+)", Options),
    ];

    private static readonly Regex Trailer = new(
        @"(\s*[,;(]?\s*\b(in|with|using|as)\s+(a\s+|an\s+|about\s+|at most\s+|exactly\s+)?(\d+|one|two|three|four|five|table|bullet|numbered|short|simple|detail|markdown|c#|python|javascript|sql|code|headings?)\b.*|\s*\b(please|like i'?m five|for me|for beginners|step by step)\b.*|\s+(mean|work|works|happen)\s*)$",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture);

    private static readonly Regex LeadingWord = new(@"^(an?|how|why|what|some|your|my)\s+", Options);

    public static string Find(string prompt)
    {
        var line = prompt.Split('\n').Select(l => l.Trim()).FirstOrDefault(l => l.Length > 0) ?? "";
        line = line[..Math.Min(line.Length, LongestLine)];
        var sentence = line.Split(['.', '?', '!', ':'], 2, StringSplitOptions.RemoveEmptyEntries).FirstOrDefault() ?? "";
        if (Questions.Select(q => q.Match(sentence)).FirstOrDefault(m => m.Success) is not { } question)
        {
            return sentence.Contains(' ', StringComparison.Ordinal) ? $"“{Shorten(sentence)}”" : sentence; // words that we cannot take apart are quoted
        }
        var topic = Trailer.Replace(question.Groups["topic"].Value, "").Trim(' ', ',', ';', '"', '\'', '`', ')', '(');
        topic = LeadingWord.Replace(topic, "");
        return Shorten(topic);
    }

    private static string Shorten(string text)
    {
        if (text.Length <= LongestTopic)
        {
            return text;
        }
        var blank = text.LastIndexOf(' ', LongestTopic);
        return text[..TextPieces.SafeEnd(text, blank > 0 ? blank : LongestTopic)];
    }
}
