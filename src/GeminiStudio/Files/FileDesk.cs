using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using GeminiStudio.Data;
using GeminiStudio.Gemini;
using GeminiStudio.Keys;

namespace GeminiStudio.Files;

/// <summary>What a person does with files: keep, look at, send along.</summary>
public sealed class FileDesk(FileStore files, FileBlobs blobs, GoogleFiles google, FileTokens tokens, KeyRing keys)
{
    private const int MostRemembered = 10_000;
    private const long LargestPhoto = 100L * 1024 * 1024;
    private readonly ConcurrentDictionary<string, bool> _placeless = new(); // bytes never change, so one look is enough

    /// <summary>Raised with a file's hash as its upload to Google goes on, and when Google has counted it.</summary>
    public event Action<string>? Changed
    {
        add
        {
            google.Changed += value;
            tokens.Counted += value;
        }

        remove
        {
            google.Changed -= value;
            tokens.Counted -= value;
        }
    }

    /// <inheritdoc cref="FileStore.KeepAsync"/>
    public Task<StoredFile> KeepAsync(Guid ownerId, string name, Stream source, long? bytes, CancellationToken cancellationToken) =>
        files.KeepAsync(ownerId, name, source, bytes, cancellationToken);

    /// <summary>Null when this person has no such file.</summary>
    public Task<StoredFile?> FindAsync(Guid ownerId, string hash, CancellationToken cancellationToken) => files.FindAsync(ownerId, hash, cancellationToken);

    /// <inheritdoc cref="FileStore.TouchAsync(Guid,string,CancellationToken)"/>
    public Task<StoredFile?> TouchAsync(Guid ownerId, string hash, CancellationToken cancellationToken) => files.TouchAsync(ownerId, hash, cancellationToken);

    public bool HasBytes(StoredFile file) => blobs.Has(file.Hash);

    /// <summary>Keys of the attachments whose file this person has no more, or whose bytes are not here.</summary>
    public async Task<IReadOnlySet<string>> GoneAsync(Guid ownerId, IReadOnlyList<Attachment> attachments, CancellationToken cancellationToken)
    {
        var found = await FindAllAsync(ownerId, attachments, cancellationToken);
        return attachments.Where(a => a.Hash is { } hash && !(found.TryGetValue(hash, out var file) && HasBytes(file))).Select(a => a.Key).ToHashSet();
    }

    /// <summary>The files that some parts name and that this person has no more, or whose bytes are not here.</summary>
    public async Task<IReadOnlyList<(string Hash, string Name)>> GoneAsync(Guid ownerId, IEnumerable<string> json, CancellationToken cancellationToken)
    {
        var places = json.SelectMany(j => MediaPlaces.Find(Encoding.UTF8.GetBytes(j))).DistinctBy(p => p.Hash).ToList();
        var found = places.Count == 0 ? null : await files.FindAllAsync(ownerId, [.. places.Select(p => p.Hash)], cancellationToken);
        return [.. places.Where(p => !(found!.TryGetValue(p.Hash, out var file) && HasBytes(file))).Select(p => (p.Hash, p.Name ?? "a file"))];
    }

    /// <summary>The bytes; null when they are not on the disk any more.</summary>
    public FileStream? Open(StoredFile file) => blobs.Open(file.Hash);

    /// <summary>A draft's attachments as a screen shows them.</summary>
    public async Task<IReadOnlyList<AttachmentView>> ViewAsync(Guid ownerId, IReadOnlyList<Attachment> attachments, string apiModel, string? resolution, CancellationToken cancellationToken)
    {
        var found = await FindAllAsync(ownerId, attachments, cancellationToken);
        return [.. attachments.Select(a => a.Hash is { } hash ? View(a, found.GetValueOrDefault(hash), apiModel, resolution) : new AttachmentView(a, null, null, null, null))];
    }

    /// <summary>The attachments as parts of a message; those whose file is gone are left out.</summary>
    public async Task<IReadOnlyList<string>> PartsAsync(Guid ownerId, IReadOnlyList<Attachment> attachments, CancellationToken cancellationToken)
    {
        var found = await FindAllAsync(ownerId, attachments, cancellationToken);
        var parts = new List<string>();
        foreach (var attachment in attachments)
        {
            if (attachment.Link is { } link)
            {
                parts.Add(FileReference.LinkPart(link, attachment.Clip));
            }
            else if (attachment.Hash is { } hash && found.GetValueOrDefault(hash) is { } file)
            {
                parts.Add(FileReference.Part(file, attachment.Clip, attachment.Name));
            }
        }

        return parts;
    }

    /// <summary>Whether it is a photo that says where it was taken.</summary>
    public async Task<bool> TellsPlaceAsync(StoredFile file, CancellationToken cancellationToken)
    {
        if (file.MimeType != "image/jpeg" || _placeless.ContainsKey(file.Hash))
        {
            return false;
        }

        await using var bytes = blobs.Open(file.Hash);
        var head = new byte[PhotoPlace.HeadBytes];
        var isIn = bytes is not null && PhotoPlace.IsIn(head.AsSpan(0, await bytes.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken)));
        if (!isIn && bytes is not null && _placeless.Count < MostRemembered)
        {
            _placeless[file.Hash] = true;
        }

        return isIn;
    }

    /// <summary>The same photo without the place where it was taken, as a file of its own; null when there is nothing to take out.</summary>
    public async Task<StoredFile?> WithoutPlaceAsync(StoredFile file, CancellationToken cancellationToken)
    {
        await using var bytes = blobs.Open(file.Hash);
        if (bytes is null || file.Bytes > LargestPhoto)
        {
            return null;
        }

        var photo = new byte[file.Bytes];
        await bytes.ReadExactlyAsync(photo, cancellationToken);
        return PhotoPlace.Remove(photo) ? await files.KeepAsync(file.OwnerId, file.Name, new MemoryStream(photo, writable: false), file.Bytes, cancellationToken) : null;
    }

    /// <summary>Sends a file that no request can carry itself ahead to Google.</summary>
    public void SendAhead(StoredFile file)
    {
        if (file.Bytes > MediaPlaces.MaxInlineBytes)
        {
            google.Begin(file, keys.Current?.Secret);
        }
    }

    /// <summary>Ends an upload that nobody wants any more.</summary>
    public void CancelUpload(string hash) => google.Cancel(hash);

    /// <summary>The files that some parts name and this person has.</summary>
    /// <param name="ownerId">Whose.</param>
    /// <param name="json">JSON that holds parts.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<IReadOnlyDictionary<string, StoredFile>> NamedAsync(Guid ownerId, IEnumerable<string> json, CancellationToken cancellationToken)
    {
        var hashes = json.SelectMany(j => MediaPlaces.Find(Encoding.UTF8.GetBytes(j))).Select(p => p.Hash).Distinct().ToList();
        return hashes.Count == 0 ? new Dictionary<string, StoredFile>() : await files.FindAllAsync(ownerId, hashes, cancellationToken);
    }

    /// <summary>How many tokens the files take that some parts name: Google's count, or an estimate while it is not known.</summary>
    public async Task<MediaTotal> CountAsync(Guid ownerId, IEnumerable<string> json, string apiModel, string? resolution, CancellationToken cancellationToken)
    {
        var all = json.SelectMany(NamedMedia.Read).ToList();
        var found = all.Count == 0 ? null : await files.FindAllAsync(ownerId, [.. all.Select(m => m.Hash).Distinct()], cancellationToken);
        var (sum, estimated) = (0L, new HashSet<string>(StringComparer.Ordinal));
        foreach (var (hash, clip) in all)
        {
            if (found!.GetValueOrDefault(hash) is { } file)
            {
                var counted = tokens.Ask(file, apiModel, clip, resolution);
                sum += counted ?? MediaTokens.Of(file, apiModel, clip, resolution) ?? 0;
                estimated.UnionWith(counted is null ? [hash] : []);
            }
        }

        return new MediaTotal((int)Math.Min(int.MaxValue / 2, sum), [.. estimated]);
    }

    /// <summary>A request or a list of parts in which each file stands as it is sent, its bytes described instead of spelled out.</summary>
    /// <param name="ownerId">Whose.</param>
    /// <param name="json">JSON that holds parts.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <param name="spelledBytes">A file of at most so many bytes is spelled out all the same.</param>
    public async Task<byte[]> DescribeAsync(Guid ownerId, ReadOnlyMemory<byte> json, CancellationToken cancellationToken, int spelledBytes = 0)
    {
        var places = MediaPlaces.Find(json);
        if (places.Count == 0)
        {
            return json.ToArray();
        }

        var found = await files.FindAllAsync(ownerId, [.. places.Select(p => p.Hash).Distinct()], cancellationToken);
        var inline = MediaPlaces.Inline(places.Where(p => found.ContainsKey(p.Hash)).Select(p => found[p.Hash]));
        return MediaPlaces.Replaced(json, places, place =>
        {
            var file = found.GetValueOrDefault(place.Hash);
            var type = JsonSerializer.Serialize(place.MimeType ?? file?.MimeType ?? "");
            return file is not null && !inline.Contains(place.Hash)
                ? $"\"fileData\":{{\"mimeType\":{type},\"fileUri\":{JsonSerializer.Serialize(file.GoogleUri ?? "the file's address at Google")}}}"
                : $"\"inlineData\":{{\"mimeType\":{type},\"data\":{JsonSerializer.Serialize(Words(file, spelledBytes))}}}";
        });
    }

    private string Words(StoredFile? file, int spelledBytes)
    {
        if (file is null)
        {
            return "(a file that is gone)";
        }

        using var bytes = file.Bytes <= spelledBytes ? blobs.Open(file.Hash) : null;
        if (bytes is null)
        {
            return $"(base64 of {file.Name}, {FileKinds.Size(file.Bytes)}, SHA-256 {file.Hash}{(HasBytes(file) ? "" : "; its bytes are not on this server any more")})";
        }

        using var copy = new MemoryStream();
        bytes.CopyTo(copy);
        return Convert.ToBase64String(copy.GetBuffer(), 0, (int)copy.Length);
    }

    private AttachmentView View(Attachment attachment, StoredFile? file, string apiModel, string? resolution)
    {
        if (file is null)
        {
            return new AttachmentView(attachment, null, null, null, "This file is not on the server any more.");
        }

        var counted = tokens.Known(file, apiModel, attachment.Clip, resolution);
        var upload = file.Bytes > MediaPlaces.MaxInlineBytes ? google.ProgressOf(file.Hash) : null;
        return new AttachmentView(
            attachment, file, counted ?? MediaTokens.Of(file, apiModel, attachment.Clip, resolution), upload, HasBytes(file) ? null : "The bytes of this file are not on the server any more.")
        {
            IsCounted = counted is not null,
        };
    }

    private async Task<IReadOnlyDictionary<string, StoredFile>> FindAllAsync(Guid ownerId, IReadOnlyList<Attachment> attachments, CancellationToken cancellationToken)
    {
        var hashes = attachments.Select(a => a.Hash).OfType<string>().Distinct().ToList();
        return hashes.Count == 0 ? new Dictionary<string, StoredFile>() : await files.FindAllAsync(ownerId, hashes, cancellationToken);
    }
}

/// <summary>An attachment as a screen shows it.</summary>
/// <param name="Attachment">What the draft keeps.</param>
/// <param name="File">The file; null for a link, and for a file that is gone.</param>
/// <param name="Tokens">How many it takes, or about how many; null when that cannot be known.</param>
/// <param name="Upload">How far its way to Google is; null when there is none to go.</param>
/// <param name="Problem">Why it cannot be sent; null when it can.</param>
public sealed record AttachmentView(Attachment Attachment, StoredFile? File, int? Tokens, UploadProgress? Upload, string? Problem)
{
    /// <summary>Whether the tokens are Google's count and no estimate.</summary>
    public bool IsCounted { get; init; }
}
