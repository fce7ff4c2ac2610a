using System.Buffers.Binary;

namespace GeminiStudio.Files;

/// <summary>How long an MP4 or QuickTime film is: the header of its movie box, wherever in the file that stands.</summary>
internal static class MovieLength
{
    private const int MostBoxes = 4096;

    /// <summary>Milliseconds; null when the boxes do not say.</summary>
    public static int? Of(Stream file) => Find(file, 0, file.Length, "moov"u8.ToArray()) is { } moov && Find(file, moov.Start, moov.End, "mvhd"u8.ToArray()) is { } header
        ? Read(file, header.Start)
        : null;

    private static (long Start, long End)? Find(Stream file, long start, long end, byte[] name)
    {
        Span<byte> head = stackalloc byte[16];
        for (var boxes = 0; start + 8 <= end && boxes < MostBoxes; boxes++)
        {
            file.Position = start;
            file.ReadExactly(head[..8]);
            long size = BinaryPrimitives.ReadUInt32BigEndian(head);
            var header = 8;
            if (size == 1)
            {
                file.ReadExactly(head[8..16]);
                (size, header) = (BinaryPrimitives.ReadInt64BigEndian(head[8..]), 16);
            }

            size = size == 0 ? end - start : size;
            if (size < header || size > end - start)
            {
                return null;
            }

            if (head[4..8].SequenceEqual(name))
            {
                return (start + header, start + size);
            }

            start += size;
        }

        return null;
    }

    private static int? Read(Stream file, long start)
    {
        Span<byte> box = stackalloc byte[32];
        file.Position = start;
        file.ReadExactly(box);
        var (scale, length) = box[0] == 1
            ? (BinaryPrimitives.ReadUInt32BigEndian(box[20..]), BinaryPrimitives.ReadUInt64BigEndian(box[24..]))
            : (BinaryPrimitives.ReadUInt32BigEndian(box[12..]), BinaryPrimitives.ReadUInt32BigEndian(box[16..]));
        return scale == 0 || length == 0 || (UInt128)length * 1000 / scale > int.MaxValue ? null : (int)((UInt128)length * 1000 / scale);
    }
}
