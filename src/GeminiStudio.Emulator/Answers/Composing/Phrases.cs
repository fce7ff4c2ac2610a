using System.Globalization;
using System.Text;

namespace GeminiStudio.Emulator.Answers.Composing;

/// <summary>Sentences that are true of almost anything; <c>{0}</c> is the topic, never the subject of a verb.</summary>
internal static class Phrases
{
    private const int SentencesInParagraph = 5;

    public static readonly string[] Openings =
    [
        "The short answer on {0}: start from the purpose, and the details fall into place.",
        "There are two sides to {0}: the idea, which is simple, and the practice, which takes some care.",
        "To understand {0}, it helps to look at what would be missing without it.",
    ];

    public static readonly string[] Sentences =
    [
        "The idea behind {0} is older than the name, and most of the vocabulary came later.",
        "In daily practice it is less about rules than about knowing which trade-off you are making.",
        "A small example teaches more about {0} than a long definition.",
        "Most misunderstandings about {0} come from mixing up cause and effect.",
        "It pays to write down early what you expect from {0}, so that you notice when reality differs.",
        "Beginners often look for the one right way, while experience with {0} shows several good ones.",
        "When something goes wrong with {0}, the simplest part is usually the one that nobody checked.",
        "Numbers help here: measure once before you change anything, and once after.",
        "The limits of {0} are worth knowing, because they tell you when to look for something else.",
        "A useful test is to explain {0} to somebody else in three sentences.",
        "Over time, the parts of {0} that matter are the ones that stay the same when the tools change.",
        "Good sources disagree on details, but they agree on the main line.",
        "What looks like a special case in {0} often turns out to be the general rule seen from the side.",
        "The cost of a mistake is smallest at the start, so that is the time to try things out.",
    ];

    public static readonly (string Title, string Text)[] Points =
    [
        ("Purpose", "Know which problem {0} shall solve before you choose a way."),
        ("Basics", "Learn the three or four terms that everybody uses when they talk about {0}."),
        ("First step", "Begin with an example small enough to be finished today."),
        ("Feedback", "Look at results early, and change one thing at a time."),
        ("Trade-offs", "More speed usually means less certainty; decide which one you need."),
        ("Limits", "Notice where {0} stops being helpful, and have an alternative ready."),
        ("Common mistakes", "Skipping the basics and copying a solution without its reasons."),
        ("Practice", "A little every day beats a lot once a month."),
        ("People", "Ask somebody who has done it before; ten minutes can save a week."),
        ("Next step", "Write down what you learned about {0} while it is fresh."),
    ];

    public static string Fill(string phrase, string topic) =>
        string.Format(CultureInfo.InvariantCulture, phrase, topic.Length == 0 ? "this" : topic);

    /// <summary>Sentences on a topic without end; a phrase comes back only after all others.</summary>
    public static IEnumerable<string> Endless(string topic, Dice dice)
    {
        yield return Fill(dice.Pick(Openings), topic);
        while (true)
        {
            foreach (var sentence in dice.Shuffle(Sentences))
            {
                yield return Fill(sentence, topic);
            }
        }
    }

    /// <summary>Paragraphs of exactly so many words.</summary>
    public static string Words(int count, string topic, Dice dice)
    {
        var text = new StringBuilder();
        var left = count;
        foreach (var (index, sentence) in Endless(topic, dice).Index())
        {
            if (left == 0)
            {
                break;
            }
            var words = sentence.Split(' ').Take(left).ToArray();
            left -= words.Length;
            text.Append(index == 0 ? "" : index % SentencesInParagraph == 0 ? "\n\n" : " ").AppendJoin(' ', words);
        }
        return count == 0 || text[^1] == '.' ? text.ToString() : text.ToString().TrimEnd(',', ':', ';') + ".";
    }

    /// <summary>A text of exactly so many characters.</summary>
    public static string Characters(int count, string topic, Dice dice)
    {
        var text = new StringBuilder();
        foreach (var (index, sentence) in Endless(topic, dice).Index())
        {
            text.Append(index == 0 ? "" : index % SentencesInParagraph == 0 ? "\n\n" : " ").Append(sentence);
            if (text.Length >= count)
            {
                break;
            }
        }
        return text.ToString(0, count);
    }
}
