using System.Text;
using System.Text.Json;
using GeminiStudio.Data;
using GeminiStudio.Gemini;
using GeminiStudio.Keys;

namespace GeminiStudio.Files;

/// <summary>What a person does with files: keep, look at, send along.</summary>
public sealed class FileDesk(FileStore files, FileBlobs blobs, GoogleFiles google, KeyRing keys)
{
    /// <summary>Raised with a file's hash as its upload to Google goes on.</summary>
    public event Action<string>? Changed
    {
        add => google.Changed += value;
        remove => google.Changed -= value;
    }

    /// <inheritdoc cref="FileStore.KeepAsync"/>
    public Task<StoredFile> KeepAsync(Guid ownerId, string name, Stream source, long? bytes, CancellationToken cancellationToken) =>
        files.KeepAsync(ownerId, name, source, bytes, cancellationToken);

    /// <summary>Null when this person has no such file.</summary>
    public Task<StoredFile?> FindAsync(Guid ownerId, string hash, CancellationToken cancellationToken) => files.FindAsync(ownerId, hash, cancellationToken);

    /// <summary>The bytes; null when they are not on the disk any more.</summary>
    public FileStream? Open(StoredFile file) => blobs.Open(file.Hash);

    /// <summary>A draft's attachments as a screen shows them.</summary>
    public async Task<IReadOnlyList<AttachmentView>> ViewAsync(Guid ownerId, IReadOnlyList<Attachment> attachments, string apiModel, CancellationToken cancellationToken)
    {
        var found = await FindAllAsync(ownerId, attachments, cancellationToken);
        return [.. attachments.Select(a => a.Hash is { } hash ? View(a, found.GetValueOrDefault(hash), apiModel) : new AttachmentView(a, null, null, null, null))];
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
                parts.Add(FileReference.Part(file, attachment.Clip));
            }
        }

        return parts;
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

    /// <summary>About how many tokens the files take that some parts name.</summary>
    public async Task<int> CountAsync(Guid ownerId, IEnumerable<string> json, string apiModel, CancellationToken cancellationToken)
    {
        var all = json.ToList();
        var named = await NamedAsync(ownerId, all, cancellationToken);
        var sum = named.Count == 0 ? 0 : all.SelectMany(j => MediaPlaces.Find(Encoding.UTF8.GetBytes(j))).Sum(p => named.TryGetValue(p.Hash, out var file) ? (long)(MediaTokens.Of(file, apiModel) ?? 0) : 0);
        return (int)Math.Min(int.MaxValue / 2, sum);
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
            return $"(base64 of {file.Name}, {FileKinds.Size(file.Bytes)}, SHA-256 {file.Hash})";
        }

        using var copy = new MemoryStream();
        bytes.CopyTo(copy);
        return Convert.ToBase64String(copy.GetBuffer(), 0, (int)copy.Length);
    }

    private AttachmentView View(Attachment attachment, StoredFile? file, string apiModel) => file is null
        ? new AttachmentView(attachment, null, null, null, "This file is not on the server any more.")
        : new AttachmentView(attachment, file, MediaTokens.Of(file, apiModel, attachment.Clip), file.Bytes > MediaPlaces.MaxInlineBytes ? google.ProgressOf(file.Hash) : null, blobs.Has(file.Hash) ? null : "The bytes of this file are not on the server any more.");

    private async Task<IReadOnlyDictionary<string, StoredFile>> FindAllAsync(Guid ownerId, IReadOnlyList<Attachment> attachments, CancellationToken cancellationToken)
    {
        var hashes = attachments.Select(a => a.Hash).OfType<string>().Distinct().ToList();
        return hashes.Count == 0 ? new Dictionary<string, StoredFile>() : await files.FindAllAsync(ownerId, hashes, cancellationToken);
    }
}

/// <summary>An attachment as a screen shows it.</summary>
/// <param name="Attachment">What the draft keeps.</param>
/// <param name="File">The file; null for a link, and for a file that is gone.</param>
/// <param name="Tokens">About how many it takes; null when that cannot be known.</param>
/// <param name="Upload">How far its way to Google is; null when there is none to go.</param>
/// <param name="Problem">Why it cannot be sent; null when it can.</param>
public sealed record AttachmentView(Attachment Attachment, StoredFile? File, int? Tokens, UploadProgress? Upload, string? Problem);
