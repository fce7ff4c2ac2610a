using System.Globalization;

namespace GeminiStudio.Emulator.Answers.Composing;

/// <summary>Computes one written expression: + - * / ^ and parentheses, by recursive descent.</summary>
internal ref struct Sum
{
    private const int DeepestNesting = 30;

    private readonly ReadOnlySpan<char> _text;
    private int _at;
    private int _depth;
    private bool _failed;

    private Sum(ReadOnlySpan<char> text) => _text = text;

    /// <summary>False for a division by zero, an overflow, or what is no sum at all.</summary>
    public static bool TryCompute(string text, out decimal value)
    {
        var sum = new Sum(text);
        value = 0;
        try
        {
            value = sum.Terms();
        }
        catch (OverflowException)
        {
            return false;
        }
        return !sum._failed && sum.Peek() == '\0';
    }

    private char Peek()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
        {
            _at++;
        }
        return _at < _text.Length ? _text[_at] : '\0';
    }

    private decimal Terms()
    {
        var value = Factors();
        while (Peek() is '+' or '-')
        {
            var sign = _text[_at++];
            var right = Factors();
            value = sign == '+' ? value + right : value - right;
        }
        return value;
    }

    private decimal Factors()
    {
        var value = Power();
        while (Peek() is '*' or '/')
        {
            var sign = _text[_at++];
            var right = Power();
            if (sign == '/' && right == 0)
            {
                _failed = true;
                return 0;
            }
            value = sign == '*' ? value * right : value / right;
        }
        return value;
    }

    private decimal Power()
    {
        var value = Atom();
        if (Peek() != '^')
        {
            return value;
        }
        _at++;
        var exponent = Atom();
        if (exponent is < 0 or > 64 || exponent != decimal.Truncate(exponent))
        {
            _failed = true;
            return 0;
        }
        var result = 1m;
        for (var i = 0; i < exponent; i++)
        {
            result *= value;
        }
        return result;
    }

    private decimal Atom()
    {
        var next = Peek();
        if (next is '-' or '(' && ++_depth > DeepestNesting)
        {
            _failed = true;
            return 0;
        }
        switch (next)
        {
            case '-':
                _at++;
                return -Atom();
            case '(':
                _at++;
                var inner = Terms();
                _failed |= Peek() != ')';
                _at++;
                return inner;
        }
        var start = _at;
        while (_at < _text.Length && (char.IsAsciiDigit(_text[_at]) || _text[_at] == '.'))
        {
            _at++;
        }
        _failed |= !decimal.TryParse(_text[start.._at], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number);
        return number;
    }
}
