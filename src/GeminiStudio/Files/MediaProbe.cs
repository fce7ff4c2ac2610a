using System.Buffers.Binary;
using System.Text;

namespace GeminiStudio.Files;

/// <summary>What a file's headers say of it; nulls for what they do not.</summary>
internal sealed record MediaFacts(int? Width = null, int? Height = null, int? DurationMs = null, int? Pages = null);

/// <summary>Reads sizes and lengths from headers, never the whole of a file. It believes nothing that it cannot check and never throws for bad bytes.</summary>
internal static class MediaProbe
{
    private const int MostScanned = 8 * 1024 * 1024;
    private const int MostSide = 1_000_000;

    public static MediaFacts Of(string mimeType, Stream file)
    {
        try
        {
            return mimeType switch
            {
                "image/png" => Png(Head(file, 24)),
                "image/gif" => Gif(Head(file, 10)),
                "image/jpeg" => Jpeg(Head(file, 256 * 1024)),
                "image/webp" => WebP(Head(file, 30)),
                "audio/wav" => Wav(Head(file, 64 * 1024), file.Length),
                "video/mp4" or "video/mov" or "audio/m4a" or "video/3gpp" => new MediaFacts(DurationMs: MovieLength.Of(file)),
                "application/pdf" => new MediaFacts(Pages: Pages(file)),
                _ => new MediaFacts(),
            };
        }
        catch (Exception e) when (e is ArgumentException or IndexOutOfRangeException or EndOfStreamException or OverflowException)
        {
            return new MediaFacts(); // cut off or lying: the file is kept, its facts are not known
        }
    }

    private static byte[] Head(Stream file, int most)
    {
        file.Position = 0;
        var head = new byte[(int)Math.Min(most, file.Length)];
        file.ReadExactly(head);
        return head;
    }

    private static MediaFacts Png(ReadOnlySpan<byte> head) => Sized(BinaryPrimitives.ReadInt32BigEndian(head[16..]), BinaryPrimitives.ReadInt32BigEndian(head[20..]));

    private static MediaFacts Gif(ReadOnlySpan<byte> head) => Sized(BinaryPrimitives.ReadUInt16LittleEndian(head[6..]), BinaryPrimitives.ReadUInt16LittleEndian(head[8..]));

    private static MediaFacts Jpeg(ReadOnlySpan<byte> head)
    {
        for (var at = 2; at + 9 < head.Length;)
        {
            if (head[at] != 0xFF)
            {
                return new MediaFacts();
            }

            var marker = head[at + 1];
            if (marker is >= 0xC0 and <= 0xCF and not 0xC4 and not 0xC8 and not 0xCC)
            {
                return Sized(BinaryPrimitives.ReadUInt16BigEndian(head[(at + 7)..]), BinaryPrimitives.ReadUInt16BigEndian(head[(at + 5)..]));
            }

            at += marker == 0xFF ? 1 : 2 + BinaryPrimitives.ReadUInt16BigEndian(head[(at + 2)..]);
        }

        return new MediaFacts();
    }

    private static MediaFacts WebP(ReadOnlySpan<byte> head) => Encoding.ASCII.GetString(head[12..16]) switch
    {
        "VP8X" => Sized(1 + UInt24(head[24..]), 1 + UInt24(head[27..])),
        "VP8 " => Sized(BinaryPrimitives.ReadUInt16LittleEndian(head[26..]) & 0x3FFF, BinaryPrimitives.ReadUInt16LittleEndian(head[28..]) & 0x3FFF),
        "VP8L" when BinaryPrimitives.ReadUInt32LittleEndian(head[21..]) is var bits => Sized((int)(bits & 0x3FFF) + 1, (int)((bits >> 14) & 0x3FFF) + 1),
        _ => new MediaFacts(),
    };

    private static MediaFacts Wav(ReadOnlySpan<byte> head, long length)
    {
        for (int at = 12, rate = 0; at + 8 <= head.Length;)
        {
            var size = BinaryPrimitives.ReadUInt32LittleEndian(head[(at + 4)..]);
            if (head[at..(at + 4)].SequenceEqual("fmt "u8))
            {
                rate = BinaryPrimitives.ReadInt32LittleEndian(head[(at + 16)..]);
            }
            else if (head[at..(at + 4)].SequenceEqual("data"u8) && rate > 0)
            {
                return new MediaFacts(DurationMs: (int)Math.Min(int.MaxValue, Math.Min(size, length - at - 8) * 1000 / rate));
            }

            at = checked((int)Math.Min(int.MaxValue, at + 8L + size + (size & 1)));
        }

        return new MediaFacts();
    }

    // The page tree's root has the largest count. Compressed object streams hide it; then it is not known.
    private static int? Pages(Stream file)
    {
        var text = Encoding.Latin1.GetString(Head(file, MostScanned));
        var most = 0;
        for (var at = text.IndexOf("/Count", StringComparison.Ordinal); at >= 0; at = text.IndexOf("/Count", at + 6, StringComparison.Ordinal))
        {
            var digits = text.AsSpan(at + 6, Math.Min(10, text.Length - at - 6)).TrimStart();
            var end = digits.IndexOfAnyExceptInRange('0', '9');
            most = int.TryParse(end < 0 ? digits : digits[..end], out var count) && count <= 100_000 && text.AsSpan(Math.Max(0, at - 400), Math.Min(800, text.Length - Math.Max(0, at - 400))).Contains("/Pages", StringComparison.Ordinal)
                ? Math.Max(most, count)
                : most;
        }

        return most > 0 ? most : null;
    }

    private static int UInt24(ReadOnlySpan<byte> bytes) => bytes[0] | (bytes[1] << 8) | (bytes[2] << 16);

    private static MediaFacts Sized(int width, int height) => width is > 0 and < MostSide && height is > 0 and < MostSide ? new MediaFacts(width, height) : new MediaFacts();
}
