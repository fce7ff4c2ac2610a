namespace GeminiStudio.Gemini;

/// <summary>Finds where the objects of a JSON array, of one object or of several in a row begin and end, without parsing them.</summary>
internal sealed class RawJsonFraming
{
    private int _depth;
    private bool _inString;
    private bool _escaped;

    /// <summary>Whether an object has begun and not ended.</summary>
    public bool IsInside => _depth > 0;

    /// <summary>Takes bytes up to the end of the first object in them, or all of them.</summary>
    /// <param name="keep">Those of the taken bytes that belong to an object.</param>
    /// <param name="complete">Whether the object ends with them.</param>
    /// <returns>How many bytes were taken.</returns>
    public int Push(ReadOnlySpan<byte> input, out ReadOnlySpan<byte> keep, out bool complete)
    {
        keep = default;
        complete = false;
        var start = 0;
        if (_depth == 0)
        {
            start = input.IndexOf((byte)'{'); // brackets, commas and white space between objects carry nothing
            if (start < 0)
            {
                return input.Length;
            }
        }

        for (var i = start; i < input.Length; i++)
        {
            if (_inString)
            {
                i = InString(input, i);
                continue;
            }

            switch (input[i])
            {
                case (byte)'"':
                    _inString = true;
                    break;
                case (byte)'{' or (byte)'[':
                    _depth++;
                    break;
                case (byte)'}' or (byte)']' when --_depth == 0:
                    keep = input[start..(i + 1)];
                    complete = true;
                    return i + 1;
            }
        }

        keep = input[start..];
        return input.Length;
    }

    /// <summary>Goes on inside a string; returns the index of the last byte that was looked at.</summary>
    private int InString(ReadOnlySpan<byte> input, int i)
    {
        if (_escaped)
        {
            _escaped = false;
            return i;
        }

        var next = input[i..].IndexOfAny((byte)'"', (byte)'\\');
        if (next < 0)
        {
            return input.Length;
        }

        i += next;
        _escaped = input[i] == '\\';
        _inString = _escaped;
        return i;
    }
}
