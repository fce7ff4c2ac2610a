using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using GeminiStudio.Data;

namespace GeminiStudio.Files;

/// <summary>Writes a request with its files: the size is known before, so the bytes are turned into base64 once and copied never.</summary>
internal sealed class MediaFiller(ReadOnlyMemory<byte> body, FileBlobs blobs)
{
    private const int Piece = 3 * 32 * 1024; // a multiple of three ends without padding

    /// <param name="places">Where files are named.</param>
    /// <param name="files">The files by hash.</param>
    /// <param name="addresses">Addresses at Google of those that do not go along.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<ReadOnlyMemory<byte>> FillAsync(
        IReadOnlyList<MediaPlace> places, IReadOnlyDictionary<string, StoredFile> files, IReadOnlyDictionary<string, string> addresses, CancellationToken cancellationToken)
    {
        var fills = places.Select(p => (Place: p, Head: Head(p, files[p.Hash], addresses), File: addresses.ContainsKey(p.Hash) ? null : files[p.Hash])).ToList();
        var size = fills.Sum(f => f.Head.Length + (f.File is null ? 0L : Base64.GetMaxEncodedToUtf8Length((int)f.File.Bytes) + 2) - (f.Place.End - f.Place.Start)) + body.Length;
        var output = new byte[size];
        var (from, to) = (0, 0);
        foreach (var (place, head, file) in fills)
        {
            Copy(body[from..place.Start]);
            Copy(head);
            if (file is not null)
            {
                to = await EncodeAsync(file, output, to, cancellationToken);
                Copy("\"}"u8.ToArray());
            }

            from = place.End;
        }

        Copy(body[from..]);
        return output.AsMemory(0, to);

        void Copy(ReadOnlyMemory<byte> bytes)
        {
            bytes.CopyTo(output.AsMemory(to));
            to += bytes.Length;
        }
    }

    private async Task<int> EncodeAsync(StoredFile file, byte[] output, int to, CancellationToken cancellationToken)
    {
        await using var source = blobs.Open(file.Hash) ?? throw new IOException($"The bytes of {file.Name} went away.");
        var buffer = new byte[Piece];
        int read;
        while ((read = await source.ReadAtLeastAsync(buffer, Piece, throwOnEndOfStream: false, cancellationToken)) > 0)
        {
            Base64.EncodeToUtf8(buffer.AsSpan(0, read), output.AsSpan(to), out _, out var written);
            to += written;
        }

        return to;
    }

    private static byte[] Head(MediaPlace place, StoredFile file, IReadOnlyDictionary<string, string> addresses)
    {
        var type = JsonSerializer.Serialize(place.MimeType ?? file.MimeType);
        return Encoding.UTF8.GetBytes(addresses.TryGetValue(place.Hash, out var address)
            ? $"\"fileData\":{{\"mimeType\":{type},\"fileUri\":{JsonSerializer.Serialize(address)}}}"
            : $"\"inlineData\":{{\"mimeType\":{type},\"data\":\"");
    }
}
