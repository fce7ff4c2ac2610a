using System.Buffers;

namespace GeminiStudio.Gemini;

/// <summary>
/// Cuts a stream of bytes into events, whatever the sizes it arrives in. A byte-level state machine, because an event may be
/// split anywhere and one of its lines may hold a picture of several megabytes.
/// </summary>
/// <remarks>
/// It also takes JSON without framing: a server that ignores <c>alt=sse</c> answers an array, and Google reports a failure
/// in the middle of a stream as a bare object. A line that starts with a brace or bracket switches to that for good.
/// </remarks>
internal sealed class SseFraming(int maxEventBytes) : IDisposable
{
    private enum State { Start, Bom1, Bom2, LineStart, Name, ValueStart, Value, Skip, Raw }

    private readonly RawJsonFraming _raw = new();
    private State _state = State.Start;
    private int _nameLength;
    private bool _afterCarriageReturn;
    private bool _hasData;
    private byte[] _buffer = [];
    private int _length;

    /// <summary>Takes bytes up to the end of the first event in them, or all of them.</summary>
    /// <param name="data">The event's bytes; null when it is not complete yet.</param>
    /// <returns>How many bytes were taken.</returns>
    public int Push(ReadOnlySpan<byte> input, out byte[]? data)
    {
        data = null;
        var i = 0;
        while (i < input.Length)
        {
            if (_state == State.Raw)
            {
                i += _raw.Push(input[i..], out var keep, out var complete);
                Append(keep);
                if (complete)
                {
                    data = Take();
                    return i;
                }

                continue;
            }

            var b = input[i];
            if (_afterCarriageReturn)
            {
                _afterCarriageReturn = false;
                if (b == '\n')
                {
                    i++;
                    continue;
                }
            }

            switch (_state)
            {
                case State.Value or State.Skip:
                    var rest = input[i..];
                    var end = rest.IndexOfAny((byte)'\r', (byte)'\n');
                    var text = end < 0 ? rest : rest[..end];
                    if (_state == State.Value)
                    {
                        Append(text);
                    }

                    i += text.Length;
                    if (end >= 0)
                    {
                        EndLine(input[i++]);
                    }

                    break;
                case State.LineStart when b is (byte)'\r' or (byte)'\n':
                    i++;
                    EndLine(b);
                    if (_hasData)
                    {
                        data = Take();
                        return i;
                    }

                    break;
                case State.LineStart when b is (byte)'{' or (byte)'[':
                    _state = State.Raw;
                    if (_hasData)
                    {
                        data = Take();
                        return i;
                    }

                    break;
                default:
                    i += Step(b) ? 1 : 0;
                    break;
            }
        }

        return i;
    }

    /// <summary>What the end of the stream leaves: an event without its blank line still counts.</summary>
    public SseEvent? Finish()
    {
        if (_state == State.Raw && _raw.IsInside && _length > 0)
        {
            return new SseEvent(Take(), IsUnterminated: true);
        }

        if (_state == State.Name && _nameLength == 4)
        {
            BeginValue();
        }

        return _hasData ? new SseEvent(Take(), IsUnterminated: true) : null;
    }

    public void Dispose()
    {
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer, clearArray: true);
            _buffer = [];
        }
    }

    /// <summary>One byte of a line's beginning; false when it must be looked at again in the new state.</summary>
    private bool Step(byte b)
    {
        switch (_state)
        {
            case State.Start:
                _state = b == 0xEF ? State.Bom1 : State.LineStart;
                return b == 0xEF;
            case State.Bom1:
                _state = b == 0xBB ? State.Bom2 : State.Skip;
                return b == 0xBB;
            case State.Bom2:
                _state = b == 0xBF ? State.LineStart : State.Skip;
                return b == 0xBF;
            case State.LineStart:
                _nameLength = 0;
                _state = State.Name;
                return false;
            case State.Name:
                return StepName(b);
            default: // ValueStart: one space after the colon is not part of the value
                _state = State.Value;
                return b == ' ';
        }
    }

    private bool StepName(byte b)
    {
        if (_nameLength < 4 && b == "data"u8[_nameLength])
        {
            _nameLength++;
            return true;
        }

        if (_nameLength == 4 && b is (byte)':' or (byte)'\r' or (byte)'\n')
        {
            BeginValue();
            return b == ':';
        }

        _state = State.Skip; // a comment, event:, id:, retry: or nothing that we know
        return false;
    }

    private void BeginValue()
    {
        if (_hasData)
        {
            Append("\n"u8);
        }

        _hasData = true;
        _state = State.ValueStart;
    }

    private void EndLine(byte terminator)
    {
        _afterCarriageReturn = terminator == '\r';
        _state = State.LineStart;
    }

    private byte[] Take()
    {
        var data = _buffer.AsSpan(0, _length).ToArray();
        _length = 0;
        _hasData = false;
        return data;
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > maxEventBytes - _length)
        {
            throw new GeminiException(GeminiErrorKind.TooLarge, $"One piece of the answer is larger than {maxEventBytes:N0} bytes, so it was stopped.") { AnswerStarted = true };
        }

        if (_length + bytes.Length > _buffer.Length)
        {
            var wanted = (int)Math.Min(maxEventBytes, Math.Max(4096, Math.Max(2L * _buffer.Length, _length + bytes.Length)));
            var larger = ArrayPool<byte>.Shared.Rent(wanted);
            _buffer.AsSpan(0, _length).CopyTo(larger);
            Dispose();
            _buffer = larger;
        }

        bytes.CopyTo(_buffer.AsSpan(_length));
        _length += bytes.Length;
    }
}
