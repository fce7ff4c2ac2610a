using System.Buffers.Binary;

namespace GeminiStudio.Tests.Files;

/// <summary>Small files of known size.</summary>
internal static class Samples
{
    /// <summary>A transparent picture of one pixel that browsers paint.</summary>
    public static byte[] Pixel => Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    /// <summary>The headers of a film of this length, and nothing to see.</summary>
    public static byte[] Film(int seconds)
    {
        var header = new byte[8 + 100];
        BinaryPrimitives.WriteInt32BigEndian(header, header.Length);
        "mvhd"u8.CopyTo(header.AsSpan(4));
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(20), 1000);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(24), seconds * 1000);
        var size = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(size, 8 + header.Length);
        return [0, 0, 0, 16, .. "ftypisom"u8, 0, 0, 0, 1, .. size, .. "moov"u8, .. header];
    }
}
