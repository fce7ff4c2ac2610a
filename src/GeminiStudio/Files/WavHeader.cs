using System.Buffers.Binary;

namespace GeminiStudio.Files;

/// <summary>The 44 bytes that make a WAV file of bare 16-bit mono samples.</summary>
internal static class WavHeader
{
    private const int Length = 44;
    private const int BytesPerSample = 2;

    /// <summary>Reads past the header of a file of ours.</summary>
    /// <returns>Samples a second.</returns>
    public static async Task<int> ReadAsync(Stream file, CancellationToken cancellationToken)
    {
        var head = new byte[Length];
        await file.ReadExactlyAsync(head, cancellationToken);
        return BinaryPrimitives.ReadInt32LittleEndian(head.AsSpan(24));
    }

    /// <param name="samples">16-bit little-endian, one channel.</param>
    /// <param name="rate">Samples a second.</param>
    public static byte[] Before(ReadOnlySpan<byte> samples, int rate)
    {
        var wav = new byte[Length + samples.Length];
        var head = wav.AsSpan();
        "RIFF"u8.CopyTo(head);
        BinaryPrimitives.WriteInt32LittleEndian(head[4..], 36 + samples.Length);
        "WAVEfmt "u8.CopyTo(head[8..]);
        BinaryPrimitives.WriteInt32LittleEndian(head[16..], 16);
        BinaryPrimitives.WriteInt16LittleEndian(head[20..], 1);
        BinaryPrimitives.WriteInt16LittleEndian(head[22..], 1);
        BinaryPrimitives.WriteInt32LittleEndian(head[24..], rate);
        BinaryPrimitives.WriteInt32LittleEndian(head[28..], rate * BytesPerSample);
        BinaryPrimitives.WriteInt16LittleEndian(head[32..], BytesPerSample);
        BinaryPrimitives.WriteInt16LittleEndian(head[34..], 8 * BytesPerSample);
        "data"u8.CopyTo(head[36..]);
        BinaryPrimitives.WriteInt32LittleEndian(head[40..], samples.Length);
        samples.CopyTo(head[Length..]);
        return wav;
    }
}
