using GeminiStudio.Data;
using Microsoft.EntityFrameworkCore;

namespace GeminiStudio.Files;

/// <summary>Whose files there are, what they are, and whether Google has them.</summary>
public sealed class FileStore(FileBlobs blobs, IDbContextFactory<StudioDb> databases, WriteQueue writes, TimeProvider time)
{
    private const int MaxName = 200;
    private const long MaxPixels = 178_956_970; // 512 MB of RGB, where image libraries stop, too

    /// <summary>Keeps a file; the same bytes again are the same file.</summary>
    /// <param name="ownerId">Whose it is.</param>
    /// <param name="name">As the person calls it.</param>
    /// <param name="source">The bytes, read as they come.</param>
    /// <param name="bytes">The size that was announced; null when none was.</param>
    /// <param name="cancellationToken">Ends it; nothing is kept then.</param>
    /// <exception cref="FileRefusedException">Its kind is not taken.</exception>
    /// <exception cref="FileTooLargeException">It is too large.</exception>
    public Task<StoredFile> KeepAsync(Guid ownerId, string name, Stream source, long? bytes, CancellationToken cancellationToken) =>
        KeepAsync(ownerId, name, source, head => TypeOf(name, head.Span, bytes), cancellationToken);

    /// <summary>Keeps what a model made, as the type that Google says it is.</summary>
    internal Task<StoredFile> KeepMadeAsync(Guid ownerId, string name, Stream source, string mimeType, CancellationToken cancellationToken) =>
        KeepAsync(ownerId, name, source, _ => mimeType, cancellationToken);

    /// <summary>Null when this person has no such file.</summary>
    public async Task<StoredFile?> FindAsync(Guid ownerId, string hash, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Files.AsNoTracking().OrderBy(f => f.CreatedAt).FirstOrDefaultAsync(f => f.OwnerId == ownerId && f.Hash == hash, cancellationToken);
    }

    /// <summary>The files of these hashes that are this person's.</summary>
    public async Task<IReadOnlyDictionary<string, StoredFile>> FindAllAsync(Guid ownerId, IReadOnlyCollection<string> hashes, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var found = await db.Files.AsNoTracking().Where(f => f.OwnerId == ownerId && hashes.Contains(f.Hash)).OrderBy(f => f.CreatedAt).ToListAsync(cancellationToken);
        return found.DistinctBy(f => f.Hash).ToDictionary(f => f.Hash);
    }

    /// <summary>As <see cref="FindAsync"/>, for somebody who is about to name it: the sweep leaves it alone for a day more.</summary>
    public Task<StoredFile?> TouchAsync(Guid ownerId, string hash, CancellationToken cancellationToken) => writes.WriteAsync(
        async (db, token) =>
        {
            await TouchAsync(db, ownerId, [hash], time.GetUtcNow().UtcDateTime, token);
            return await db.Files.AsNoTracking().OrderBy(f => f.CreatedAt).FirstOrDefaultAsync(f => f.OwnerId == ownerId && f.Hash == hash, token);
        },
        cancellationToken);

    /// <summary>Notes inside a transaction that these files are in use now.</summary>
    internal static Task TouchAsync(StudioDb db, Guid ownerId, IReadOnlyCollection<string> hashes, DateTime now, CancellationToken cancellationToken) => hashes.Count == 0
        ? Task.CompletedTask
        : db.Files.Where(f => f.OwnerId == ownerId && hashes.Contains(f.Hash)).ExecuteUpdateAsync(set => set.SetProperty(f => f.CreatedAt, now), cancellationToken);

    /// <summary>Notes where Google has these bytes, or with nulls that it has them no more.</summary>
    public Task NoteGoogleAsync(string hash, string? uri, string? state, DateTime? expiresAt, string? keyFingerprint, CancellationToken cancellationToken) => writes.WriteAsync(
        (db, token) => db.Files.Where(f => f.Hash == hash).ExecuteUpdateAsync(
            set => set.SetProperty(f => f.GoogleUri, uri).SetProperty(f => f.GoogleState, state)
                .SetProperty(f => f.GoogleExpiresAt, expiresAt).SetProperty(f => f.GoogleKey, keyFingerprint),
            token),
        cancellationToken);

    private static string TypeOf(string name, ReadOnlySpan<byte> head, long? bytes)
    {
        var kind = FileKinds.Of(name, head, bytes);
        if (kind.MimeType is not { } type)
        {
            throw new FileRefusedException(kind.Refusal!);
        }

        // A few bytes can claim a picture that takes a browser's whole memory.
        using var start = new MemoryStream(head.ToArray(), writable: false);
        return MediaProbe.Of(type, start) is { Width: { } width, Height: { } height } && (long)width * height > MaxPixels
            ? throw new FileRefusedException($"This picture has {width} × {height} pixels, more than a browser can show. Make it smaller.")
            : type;
    }

    private async Task<StoredFile> KeepAsync(Guid ownerId, string name, Stream source, Func<ReadOnlyMemory<byte>, string> typeOf, CancellationToken cancellationToken)
    {
        var type = "";
        var (hash, size) = await blobs.KeepAsync(source, head => type = typeOf(head), FileKinds.MaxBytes, cancellationToken);
        var facts = await FactsAsync(hash, type);
        var shown = TypedText.OneLine(Path.GetFileName(name.Replace('\\', '/')), MaxName) is { Length: > 0 } clean ? clean : "file";
        return await writes.WriteAsync(
            async (db, token) =>
            {
                await TouchAsync(db, ownerId, [hash], time.GetUtcNow().UtcDateTime, token);
                var file = await db.Files.FirstOrDefaultAsync(f => f.OwnerId == ownerId && f.Hash == hash, token);
                if (file is not null)
                {
                    return file;
                }

                file = new StoredFile
                {
                    Id = Guid.CreateVersion7(),
                    OwnerId = ownerId,
                    Hash = hash,
                    Name = shown,
                    MimeType = type,
                    Bytes = size,
                    Width = facts.Width,
                    Height = facts.Height,
                    DurationMs = facts.DurationMs,
                    Pages = facts.Pages,
                    CreatedAt = time.GetUtcNow().UtcDateTime,
                };
                db.Files.Add(file);
                await db.SaveChangesAsync(token);
                return file;
            },
            cancellationToken);
    }

    private async Task<MediaFacts> FactsAsync(string hash, string type)
    {
        await using var file = blobs.Open(hash);
        return file is null ? new MediaFacts() : MediaProbe.Of(type, file);
    }
}
