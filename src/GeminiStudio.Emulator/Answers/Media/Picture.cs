using System.Buffers.Binary;
using System.IO.Compression;

namespace GeminiStudio.Emulator.Answers.Media;

/// <summary>Paints a small PNG: a sky of two colours, a sun, hills. The same words give the same picture.</summary>
internal static class Picture
{
    private const int LongSide = 256;

    /// <param name="aspectRatio">Such as <c>16:9</c>; null or strange for a square.</param>
    public static byte[] Paint(Dice dice, string? aspectRatio)
    {
        var (width, height) = Size(aspectRatio);
        var colours = dice.Bytes(16);
        var sun = (X: width * (20 + dice.Next(60)) / 100, Y: height * (15 + dice.Next(30)) / 100, Radius: Math.Max(6, Math.Min(width, height) / 8));
        var rows = new byte[height * ((width * 3) + 1)];
        for (var y = 0; y < height; y++)
        {
            var at = y * ((width * 3) + 1); // each row begins with its filter, 0
            for (var x = 0; x < width; x++)
            {
                var colour = ColourAt(x, y, width, height, colours, sun);
                colour.CopyTo(rows.AsSpan(at + 1 + (x * 3)));
            }
        }
        return Encode(width, height, rows);
    }

    private static (int Width, int Height) Size(string? aspectRatio)
    {
        var sides = aspectRatio?.Split(':');
        if (sides is not [var w, var h] || !int.TryParse(w, out var wide) || !int.TryParse(h, out var high) || wide is < 1 or > 32 || high is < 1 or > 32)
        {
            return (LongSide, LongSide);
        }
        return wide >= high ? (LongSide, Math.Max(8, LongSide * high / wide)) : (Math.Max(8, LongSide * wide / high), LongSide);
    }

    private static byte[] ColourAt(int x, int y, int width, int height, byte[] colours, (int X, int Y, int Radius) sun)
    {
        var (dx, dy) = (x - sun.X, y - sun.Y);
        if ((dx * dx) + (dy * dy) < sun.Radius * sun.Radius)
        {
            return [255, 236, 170];
        }
        for (var hill = 2; hill >= 0; hill--)
        {
            var crest = height * (0.55 + (0.15 * hill)) + (Math.Sin((x * 6.3 / width * (1 + (colours[hill] % 3))) + colours[hill + 3]) * height * 0.07);
            if (y > crest)
            {
                return [(byte)(30 + (colours[6] / 4) + (hill * 12)), (byte)(70 + (colours[7] / 4) - (hill * 14)), (byte)(50 + (colours[8] / 4))];
            }
        }
        return [Blend(colours[9], 250, y, height), Blend(colours[10], 220, y, height), Blend((byte)(128 | colours[11]), 210, y, height)];
    }

    private static byte Blend(byte top, byte bottom, int y, int height) => (byte)(top + ((bottom - top) * y / height));

    private static byte[] Encode(int width, int height, byte[] rows)
    {
        using var png = new MemoryStream();
        png.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, 2); // eight bits a channel, red green blue
        WriteChunk(png, "IHDR"u8, header);
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            zlib.Write(rows);
        }
        WriteChunk(png, "IDAT"u8, packed.ToArray());
        WriteChunk(png, "IEND"u8, []);
        return png.ToArray();
    }

    private static void WriteChunk(MemoryStream png, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        png.Write(number);
        png.Write(type);
        png.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, Checksum(type, data));
        png.Write(number);
    }

    private static uint Checksum(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        var sum = uint.MaxValue;
        foreach (var span in (ReadOnlySpan<byte[]>)[type.ToArray(), data.ToArray()])
        {
            foreach (var b in span)
            {
                sum ^= b;
                for (var bit = 0; bit < 8; bit++)
                {
                    sum = (sum >> 1) ^ (0xEDB88320 & (uint)-(int)(sum & 1));
                }
            }
        }
        return ~sum;
    }
}
