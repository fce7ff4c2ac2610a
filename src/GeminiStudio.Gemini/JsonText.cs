using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace GeminiStudio.Gemini;

/// <summary>Reads JSON strings that System.Text.Json refuses: broken UTF-8 and halves of surrogate pairs become U+FFFD.</summary>
internal static class JsonText
{
    /// <summary>The string that the reader stands on; null when it stands on something else.</summary>
    public static string? Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            return null;
        }

        return reader.ValueIsEscaped ? Unescape(reader.ValueSpan) : Encoding.UTF8.GetString(reader.ValueSpan);
    }

    private static string Unescape(ReadOnlySpan<byte> escaped)
    {
        // A string never has more characters than bytes.
        var buffer = ArrayPool<char>.Shared.Rent(escaped.Length);
        try
        {
            var length = 0;
            while (!escaped.IsEmpty)
            {
                var slash = escaped.IndexOf((byte)'\\');
                var plain = slash < 0 ? escaped : escaped[..slash];
                length += Encoding.UTF8.GetChars(plain, buffer.AsSpan(length));
                escaped = escaped[plain.Length..];
                if (!escaped.IsEmpty)
                {
                    buffer[length++] = Escape(ref escaped);
                }
            }

            ReplaceLoneSurrogates(buffer.AsSpan(0, length));
            return new string(buffer, 0, length);
        }
        finally
        {
            ArrayPool<char>.Shared.Return(buffer, clearArray: true);
        }
    }

    private static char Escape(ref ReadOnlySpan<byte> escaped)
    {
        var kind = escaped[1];
        if (kind == 'u')
        {
            Utf8Parser.TryParse(escaped.Slice(2, 4), out int code, out _, 'x'); // the reader has checked the digits
            escaped = escaped[6..];
            return (char)code;
        }

        escaped = escaped[2..];
        return kind switch
        {
            (byte)'n' => '\n',
            (byte)'r' => '\r',
            (byte)'t' => '\t',
            (byte)'b' => '\b',
            (byte)'f' => '\f',
            _ => (char)kind,
        };
    }

    private static void ReplaceLoneSurrogates(Span<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
            {
                continue;
            }

            if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]))
            {
                i++;
            }
            else
            {
                text[i] = '\uFFFD';
            }
        }
    }
}
