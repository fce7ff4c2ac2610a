using System.Text.RegularExpressions;

namespace GeminiStudio.Emulator.Answers.Composing;

/// <summary>Translates a handful of phrases, and says so where it cannot.</summary>
internal static class Translation
{
    private static readonly Regex Wish = new(
        @"\btranslate\b(?<text>.*?)\b(in)?to\s+(?<language>german|french|spanish|italian)\b(?<after>.*)",
        RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.ExplicitCapture);

    private static readonly string[] Languages = ["german", "french", "spanish", "italian"];

    private static readonly (string English, string[] Others)[] Phrasebook =
    [
        ("good morning", ["Guten Morgen", "Bonjour", "Buenos días", "Buongiorno"]),
        ("good evening", ["Guten Abend", "Bonsoir", "Buenas tardes", "Buonasera"]),
        ("how are you", ["Wie geht es dir?", "Comment vas-tu ?", "¿Cómo estás?", "Come stai?"]),
        ("thank you", ["Danke", "Merci", "Gracias", "Grazie"]),
        ("hello world", ["Hallo Welt", "Bonjour le monde", "Hola mundo", "Ciao mondo"]),
        ("hello", ["Hallo", "Bonjour", "Hola", "Ciao"]),
        ("goodbye", ["Auf Wiedersehen", "Au revoir", "Adiós", "Arrivederci"]),
        ("i love you", ["Ich liebe dich", "Je t'aime", "Te quiero", "Ti amo"]),
        ("where is the station", ["Wo ist der Bahnhof?", "Où est la gare ?", "¿Dónde está la estación?", "Dov'è la stazione?"]),
        ("cat", ["Katze", "chat", "gato", "gatto"]),
        ("house", ["Haus", "maison", "casa", "casa"]),
        ("water", ["Wasser", "eau", "agua", "acqua"]),
    ];

    public static string? Answer(Question question)
    {
        if (Wish.Match(question.Head) is not { Success: true } match)
        {
            return null;
        }
        var language = Array.IndexOf(Languages, match.Groups["language"].Value.ToLowerInvariant());
        var name = char.ToUpperInvariant(Languages[language][0]) + Languages[language][1..];
        var text = (match.Groups["text"].Value + match.Groups["after"].Value).Trim(' ', ':', '"', '\'', '“', '”', '.', '?', '!', '\n');
        var known = Phrasebook.FirstOrDefault(p => text.Contains(p.English, StringComparison.OrdinalIgnoreCase));
        return known.Others is not null
            ? $"In {name}: **{known.Others[language]}**"
            : $"My {name} phrasebook is too small for “{(text.Length == 0 ? question.EarlierTopic : text)}”. A real model would put the translation here; add an API key to get one.";
    }
}
