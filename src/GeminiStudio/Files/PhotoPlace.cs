using System.Buffers.Binary;

namespace GeminiStudio.Files;

/// <summary>Where a photo was taken, which cameras write into it: found, and taken out. EXIF in JPEG; nothing else of the photo changes.</summary>
internal static class PhotoPlace
{
    /// <summary>Bytes of a photo's start that have it; one segment of a JPEG has at most 64 KB.</summary>
    public const int HeadBytes = 256 * 1024;

    private const int PlaceTag = 0x8825;
    private const int EntryBytes = 12;

    /// <summary>Whether the photo says where it was taken.</summary>
    public static bool IsIn(ReadOnlySpan<byte> jpeg) => Segment(jpeg) is var (start, length) && Directory(jpeg.Slice(start, length)) is var (_, count) && count > 0;

    /// <summary>Blanks the place in the bytes; false when there is none.</summary>
    public static bool Remove(Span<byte> jpeg)
    {
        if (Segment(jpeg) is not var (start, length) || Directory(jpeg.Slice(start, length)) is not var (at, count) || count == 0)
        {
            return false;
        }

        var tiff = jpeg.Slice(start, length);
        for (var i = 0; i < count; i++)
        {
            var entry = tiff.Slice(at + 2 + (i * EntryBytes), EntryBytes);
            var size = Size(Number(tiff, entry[2..], 2)) * Number(tiff, entry[4..], 4);
            var value = Number(tiff, entry[8..], 4);
            if (size > 4 && value + size <= tiff.Length)
            {
                tiff.Slice((int)value, (int)size).Clear();
            }

            entry.Clear();
        }

        tiff.Slice(at, 2).Clear();
        return true;
    }

    // The part of the EXIF segment that offsets count from.
    private static (int Start, int Length)? Segment(ReadOnlySpan<byte> jpeg)
    {
        for (var at = 2; at + 10 <= jpeg.Length && jpeg[at] == 0xFF && jpeg[at + 1] is >= 0xE0 and <= 0xEF or 0xFE;)
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(jpeg[(at + 2)..]);
            if (jpeg[at + 1] == 0xE1 && jpeg.Slice(at + 4, 6).SequenceEqual("Exif\0\0"u8) && length > 16 && at + 2 + length <= jpeg.Length)
            {
                return (at + 10, length - 8);
            }

            at += 2 + length;
        }

        return null;
    }

    private static (int At, int Count)? Directory(ReadOnlySpan<byte> tiff)
    {
        if (Entries(tiff, Number(tiff, tiff[4..], 4)) is not var (first, count))
        {
            return null;
        }

        for (var i = 0; i < count; i++)
        {
            var entry = tiff.Slice(first + 2 + (i * EntryBytes), EntryBytes);
            if (Number(tiff, entry, 2) == PlaceTag)
            {
                return Entries(tiff, Number(tiff, entry[8..], 4));
            }
        }

        return null;
    }

    private static (int At, int Count)? Entries(ReadOnlySpan<byte> tiff, long at) =>
        at >= 8 && at + 2 <= tiff.Length && Number(tiff, tiff[(int)at..], 2) is var count && at + 2 + (count * EntryBytes) <= tiff.Length ? ((int)at, (int)count) : null;

    private static long Number(ReadOnlySpan<byte> tiff, ReadOnlySpan<byte> at, int bytes) => (tiff[0] == 'I', bytes) switch
    {
        (true, 2) => BinaryPrimitives.ReadUInt16LittleEndian(at),
        (true, _) => BinaryPrimitives.ReadUInt32LittleEndian(at),
        (false, 2) => BinaryPrimitives.ReadUInt16BigEndian(at),
        _ => BinaryPrimitives.ReadUInt32BigEndian(at),
    };

    private static int Size(long type) => type switch { 3 => 2, 4 or 9 => 4, 5 or 10 => 8, _ => 1 };
}
