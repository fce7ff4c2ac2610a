using System.Globalization;
using System.Text;

namespace GeminiStudio.Emulator.Answers.Schemas;

/// <summary>Writes a text that a simple regular expression matches: literals, classes, groups, alternatives, counts.</summary>
internal sealed class PatternText
{
    private const int LongestText = 1_000;
    private const int DeepestNesting = 20;
    private readonly string _pattern;
    private readonly Dice _dice;
    private int _at;

    private PatternText(string pattern, Dice dice) => (_pattern, _dice) = (pattern, dice);

    /// <summary>Null for a pattern that is more than this can read.</summary>
    public static string? Make(string pattern, Dice dice)
    {
        var reader = new PatternText(pattern, dice);
        var text = reader.Alternatives(0);
        return text is { Length: <= LongestText } && reader._at == pattern.Length ? text : null;
    }

    private string? Alternatives(int depth)
    {
        if (depth > DeepestNesting)
        {
            return null;
        }
        var options = new List<string>();
        while (true)
        {
            if (Sequence(depth) is not { } option)
            {
                return null;
            }
            options.Add(option);
            if (_at >= _pattern.Length || _pattern[_at] != '|')
            {
                return _dice.Pick(options);
            }
            _at++;
        }
    }

    private string? Sequence(int depth)
    {
        var text = new StringBuilder();
        while (_at < _pattern.Length && _pattern[_at] is not ('|' or ')'))
        {
            var start = _at;
            if (Atom(depth) is not { } first)
            {
                return null;
            }
            var count = Count();
            if (count < 0 || text.Length > LongestText)
            {
                return null;
            }
            for (var i = 0; i < count; i++)
            {
                (var after, _at) = (_at, start);
                text.Append(i == 0 ? first : Atom(depth));
                _at = after;
            }
        }
        return text.ToString();
    }

    private string? Atom(int depth)
    {
        var next = _pattern[_at++];
        switch (next)
        {
            case '^' or '$':
                return "";
            case '.':
                return "a";
            case '[':
                return Class();
            case '(':
                if (_pattern.AsSpan(_at).StartsWith("?:"))
                {
                    _at += 2;
                }
                else if (_at < _pattern.Length && _pattern[_at] == '?')
                {
                    return null; // looks around
                }
                var inner = Alternatives(depth + 1);
                return _at < _pattern.Length && _pattern[_at++] == ')' ? inner : null;
            case '\\' when _at < _pattern.Length:
                return Escape(_pattern[_at++]) is { } choices ? Pick(choices) : null;
            case '*' or '+' or '?' or '{':
                return null;
            default:
                return next.ToString();
        }
    }

    private string Pick(string choices) => choices.Length == 0 ? "" : choices[_dice.Next(choices.Length)].ToString();

    private static string? Escape(char letter) => letter switch
    {
        'd' => "0123456789",
        'w' => "abcdefghijklmnopqrstuvwxyz",
        's' => " ",
        'D' or 'S' => "abcdefghijklmnopqrstuvwxyz",
        'W' => "-",
        'b' => "",
        't' => "\t",
        'n' => "\n",
        _ when char.IsAsciiLetterOrDigit(letter) => null,
        _ => letter.ToString(),
    };

    private string? Class()
    {
        var negated = _at < _pattern.Length && _pattern[_at] == '^';
        _at += negated ? 1 : 0;
        var choices = new StringBuilder();
        for (var first = true; _at < _pattern.Length && (first || _pattern[_at] != ']'); first = false)
        {
            var from = _pattern[_at++];
            if (from == '\\' && _at < _pattern.Length)
            {
                choices.Append(Escape(_pattern[_at++]));
            }
            else if (_at + 1 < _pattern.Length && _pattern[_at] == '-' && _pattern[_at + 1] != ']')
            {
                for (var c = from; c <= _pattern[_at + 1] && choices.Length < LongestText; c++)
                {
                    choices.Append(c);
                }
                _at += 2;
            }
            else
            {
                choices.Append(from);
            }
        }
        _at++;
        var some = choices.ToString();
        return !negated ? Pick(some) : Pick(string.Concat("abcdefghijklmnopqrstuvwxyz0123456789-".Where(c => !some.Contains(c, StringComparison.Ordinal))));
    }

    /// <summary>How often the atom before stands here; -1 for a count that cannot be read.</summary>
    private int Count()
    {
        var next = _at < _pattern.Length ? _pattern[_at] : '\0';
        if (next is '?' or '*' or '+')
        {
            _at++;
            return next == '?' ? 1 : 2;
        }
        if (next != '{')
        {
            return 1;
        }
        var end = _pattern.IndexOf('}', _at);
        if (end < 0 || !int.TryParse(_pattern[(_at + 1)..end].Split(',')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var count))
        {
            return -1;
        }
        _at = end + 1;
        return Math.Min(count, LongestText);
    }
}
