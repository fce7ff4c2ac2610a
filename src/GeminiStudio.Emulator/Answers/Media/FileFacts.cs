using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace GeminiStudio.Emulator.Answers.Media;

/// <summary>What the first bytes of a file tell: dimensions of an image, pages of a PDF, length of a WAV, lines of a text.</summary>
internal static partial class FileFacts
{
    /// <summary>One phrase, such as <c>a PNG image, 320 × 200 pixels, 12.3 KB</c>.</summary>
    public static string Describe(string mimeType, ReadOnlySpan<byte> head, long size)
    {
        var fact = Fact(mimeType, head, size);
        return $"{Kind(mimeType)}{(fact is null ? "" : ", " + fact)}, {SizeText(size)}";
    }

    /// <summary>Width and height in pixels; null for an image that cannot be read.</summary>
    public static (int Width, int Height)? Dimensions(ReadOnlySpan<byte> head)
    {
        if (head.Length >= 24 && head.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G']))
        {
            return (BinaryPrimitives.ReadInt32BigEndian(head[16..]), BinaryPrimitives.ReadInt32BigEndian(head[20..]));
        }
        if (head.Length >= 10 && head.StartsWith("GIF8"u8))
        {
            return (BinaryPrimitives.ReadUInt16LittleEndian(head[6..]), BinaryPrimitives.ReadUInt16LittleEndian(head[8..]));
        }
        if (head.Length >= 30 && head.StartsWith("RIFF"u8) && head[8..].StartsWith("WEBP"u8))
        {
            return WebP(head);
        }
        return head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8]) ? Jpeg(head) : null;
    }

    /// <summary>Seconds that a WAV lasts, from its own header.</summary>
    public static double? WavSeconds(ReadOnlySpan<byte> head, long size)
    {
        if (head.Length < 44 || !head.StartsWith("RIFF"u8) || !head[8..].StartsWith("WAVE"u8))
        {
            return null;
        }
        var rate = 0;
        for (var at = 12; at + 8 <= head.Length;)
        {
            var length = BinaryPrimitives.ReadUInt32LittleEndian(head[(at + 4)..]);
            if (head[at..].StartsWith("fmt "u8) && at + 20 <= head.Length)
            {
                rate = BinaryPrimitives.ReadInt32LittleEndian(head[(at + 16)..]);
            }
            else if (head[at..].StartsWith("data"u8) && rate > 0)
            {
                return Math.Min(length, Math.Max(0, size - at - 8)) / (double)rate;
            }
            at = (int)Math.Min(int.MaxValue - 16, at + 8L + length + (length & 1));
        }
        return null;
    }

    private static string? Fact(string mimeType, ReadOnlySpan<byte> head, long size)
    {
        if (mimeType.StartsWith("image/", StringComparison.Ordinal))
        {
            return Dimensions(head) is { } d ? $"{d.Width} × {d.Height} pixels" : null;
        }
        if (mimeType == "application/pdf")
        {
            var pages = PdfPage().Count(Encoding.Latin1.GetString(head));
            return pages == 0 ? null : $"{(head.Length < size ? "at least " : "")}{pages} {(pages == 1 ? "page" : "pages")}";
        }
        if (mimeType.StartsWith("audio/", StringComparison.Ordinal))
        {
            return WavSeconds(head, size) is { } seconds ? string.Create(CultureInfo.InvariantCulture, $"{seconds:0.#} seconds") : null;
        }
        if (mimeType.StartsWith("text/", StringComparison.Ordinal) && head.Length == size)
        {
            var lines = head.Count((byte)'\n') + (size > 0 && head[^1] != '\n' ? 1 : 0);
            return $"{lines} {(lines == 1 ? "line" : "lines")}";
        }
        return null;
    }

    private static string Kind(string mimeType)
    {
        var subtype = mimeType.Split('/')[^1].Split(';')[0];
        var name = subtype.Replace("x-", "", StringComparison.Ordinal).ToUpperInvariant();
        return mimeType.Split('/')[0] switch
        {
            "image" => $"{(name is "HEIC" or "HEIF" ? "an" : "a")} {name} image",
            "audio" => $"{(name is "MP3" or "MPEG" or "OGG" or "AAC" or "AIFF" or "L16" ? "an" : "a")} {name} recording",
            "video" => $"{(name is "MP4" or "MPEG" or "AVI" ? "an" : "a")} {name} video",
            "text" => $"{(name is "HTML" ? "an" : "a")} {(name == "PLAIN" ? "text" : name)} file",
            _ => name == "PDF" ? "a PDF" : $"a file of type {mimeType}",
        };
    }

    private static string SizeText(long bytes) => bytes switch
    {
        < 1_024 => $"{bytes} bytes",
        < 1 << 20 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:0.#} KB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:0.#} MB"),
    };

    private static (int, int)? WebP(ReadOnlySpan<byte> head) => Encoding.ASCII.GetString(head[12..16]) switch
    {
        "VP8X" => (1 + head[24] + (head[25] << 8) + (head[26] << 16), 1 + head[27] + (head[28] << 8) + (head[29] << 16)),
        "VP8L" => (1 + (((head[22] & 0x3F) << 8) | head[21]), 1 + (((head[24] & 0xF) << 10) | (head[23] << 2) | (head[22] >> 6))),
        _ => (BinaryPrimitives.ReadUInt16LittleEndian(head[26..]) & 0x3FFF, BinaryPrimitives.ReadUInt16LittleEndian(head[28..]) & 0x3FFF),
    };

    private static (int, int)? Jpeg(ReadOnlySpan<byte> head)
    {
        for (var at = 2; at + 9 < head.Length && head[at] == 0xFF;)
        {
            var marker = head[at + 1];
            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
            {
                return (BinaryPrimitives.ReadUInt16BigEndian(head[(at + 7)..]), BinaryPrimitives.ReadUInt16BigEndian(head[(at + 5)..]));
            }
            at += 2 + BinaryPrimitives.ReadUInt16BigEndian(head[(at + 2)..]);
        }
        return null;
    }

    [GeneratedRegex(@"/Type\s*/Page(?![a-zA-Z])", RegexOptions.CultureInvariant)]
    private static partial Regex PdfPage();
}
