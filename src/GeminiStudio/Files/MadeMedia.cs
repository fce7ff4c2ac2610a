using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;
using GeminiStudio.Gemini;

namespace GeminiStudio.Files;

/// <summary>Takes pictures and sound out of an answer as it comes and keeps them as files: a turn then names them, and stays small.</summary>
public sealed class MadeMedia(FileStore files, FileBlobs blobs)
{
    /// <summary>The chunk with a reference in place of each piece of inline data; the chunk itself when it has none.</summary>
    public async Task<GeminiChunk> KeepAsync(Guid ownerId, GeminiChunk chunk, CancellationToken cancellationToken)
    {
        if (!chunk.Parts.Any(p => p.Text is null && p.Json.Span.IndexOf("\"inlineData\""u8) >= 0))
        {
            return chunk;
        }

        var parts = new List<GeminiPart>();
        foreach (var part in chunk.Parts)
        {
            parts.Add(part.Text is null && Find(part.Json.Span) is { } data ? await KeptAsync(ownerId, part, data, cancellationToken) : part);
        }

        return chunk with { Parts = parts };
    }

    /// <summary>The parts of an answer at its end, with speech that came in pieces as one sound.</summary>
    public async Task<IReadOnlyList<GeminiPart>> JoinedAsync(Guid ownerId, IReadOnlyList<GeminiPart> parts, CancellationToken cancellationToken)
    {
        var joined = new List<GeminiPart>();
        for (var i = 0; i < parts.Count;)
        {
            var pieces = parts.Skip(i).Select(SpeechOf).TakeWhile(hash => hash is not null).Select(hash => hash!).ToList();
            joined.Add(pieces.Count > 1 ? await JoinAsync(ownerId, pieces, cancellationToken) : parts[i]);
            i += Math.Max(1, pieces.Count);
        }

        return joined;
    }

    private async Task<GeminiPart> JoinAsync(Guid ownerId, List<string> hashes, CancellationToken cancellationToken)
    {
        using var samples = new MemoryStream();
        var rate = 0;
        foreach (var hash in hashes)
        {
            await using var piece = blobs.Open(hash) ?? throw new IOException("A piece of the speech went away.");
            rate = await WavHeader.ReadAsync(piece, cancellationToken);
            await piece.CopyToAsync(samples, cancellationToken);
        }

        using var whole = new MemoryStream(WavHeader.Before(samples.GetBuffer().AsSpan(0, (int)samples.Length), rate), writable: false);
        var file = await files.KeepMadeAsync(ownerId, "audio.wav", whole, "audio/wav", cancellationToken);
        return new GeminiPart(Encoding.UTF8.GetBytes($"{{{FileReference.Member(file)}}}"), Text: null, IsThought: false, HasSignature: false);
    }

    // A part that is nothing but sound of ours: one with a signature stays where it is.
    private static string? SpeechOf(GeminiPart part) =>
        part.Text is null && MediaPlaces.Find(part.Json) is [{ MimeType: "audio/wav", Start: 1 } place] && place.End == part.Json.Length - 1 ? place.Hash : null;

    private async Task<GeminiPart> KeptAsync(Guid ownerId, GeminiPart part, Inline data, CancellationToken cancellationToken)
    {
        if (Decoded(part.Json.Span[data.DataStart..data.DataEnd]) is not { } bytes)
        {
            return part; // no base64: shown as it came
        }

        var (type, ending, sound) = Playable(data.MimeType, bytes);
        using var source = new MemoryStream(sound, writable: false);
        var file = await files.KeepMadeAsync(ownerId, $"{(type.StartsWith("image/", StringComparison.Ordinal) ? "image" : type.StartsWith("audio/", StringComparison.Ordinal) ? "audio" : "file")}{ending}", source, type, cancellationToken);
        var json = part.Json.Span;
        var member = Encoding.UTF8.GetBytes(FileReference.Member(file));
        byte[] changed = [.. json[..data.Start], .. member, .. json[data.End..]];
        return part with { Json = changed };
    }

    // Browsers play no bare samples: a header makes a WAV of them.
    private static (string Type, string Ending, byte[] Bytes) Playable(string mimeType, byte[] bytes)
    {
        var type = mimeType.Split(';')[0].Trim().ToLowerInvariant();
        if (type is "audio/l16" or "audio/pcm")
        {
            var rate = mimeType.Split(';').Select(p => p.Trim()).FirstOrDefault(p => p.StartsWith("rate=", StringComparison.Ordinal));
            return ("audio/wav", ".wav", WavHeader.Before(bytes, int.TryParse(rate?[5..], NumberStyles.None, CultureInfo.InvariantCulture, out var hertz) ? hertz : 24_000));
        }

        var known = MagicBytes.Of(bytes);
        var shown = known ?? (FileKinds.IsShown(type) ? "application/octet-stream" : type is ['t', 'e', 'x', 't', '/', ..] ? type : "application/octet-stream");
        return (shown, shown.Split('/')[1] switch { "jpeg" => ".jpg", "octet-stream" => ".bin", "plain" => ".txt", var name => "." + name }, bytes);
    }

    private static byte[]? Decoded(ReadOnlySpan<byte> base64)
    {
        var bytes = new byte[Base64.GetMaxDecodedFromUtf8Length(base64.Length)];
        return Base64.DecodeFromUtf8(base64, bytes, out _, out var written) == System.Buffers.OperationStatus.Done ? bytes[..written] : null;
    }

    private static Inline? Find(ReadOnlySpan<byte> part)
    {
        var reader = new Utf8JsonReader(part, new JsonReaderOptions { MaxDepth = 512 });
        while (reader.Read())
        {
            if (reader.CurrentDepth != 1 || reader.TokenType != JsonTokenType.PropertyName || !reader.ValueTextEquals("inlineData"u8))
            {
                continue;
            }

            return Read(ref reader, (int)reader.TokenStartIndex);
        }

        return null;
    }

    private static Inline? Read(ref Utf8JsonReader reader, int start)
    {
        var (type, from, to) = ((string?)null, 0, 0);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var (isType, isData) = (reader.ValueTextEquals("mimeType"u8), reader.ValueTextEquals("data"u8));
            reader.Read();
            if (isType)
            {
                type = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
            }
            else if (isData && reader.TokenType == JsonTokenType.String && !reader.ValueIsEscaped)
            {
                (from, to) = ((int)reader.TokenStartIndex + 1, (int)reader.BytesConsumed - 1);
            }

            reader.Skip();
        }

        return type is not null && to > from ? new Inline(start, (int)reader.BytesConsumed, type, from, to) : null;
    }

    private readonly record struct Inline(int Start, int End, string MimeType, int DataStart, int DataEnd);
}
