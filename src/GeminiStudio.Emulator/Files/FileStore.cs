using System.Collections.Concurrent;
using GeminiStudio.Emulator.Answers;

namespace GeminiStudio.Emulator.Files;

/// <summary>The files that were uploaded, until they are deleted or two days old, and the uploads under way.</summary>
internal sealed class FileStore(EmulatorServerOptions options)
{
    private readonly ConcurrentDictionary<string, StoredFile> _files = new();
    private readonly ConcurrentDictionary<string, Upload> _uploads = new();
    private int _made;

    public DateTimeOffset Now => options.TimeProvider.GetUtcNow();

    /// <summary>By <c>files/abc</c> or by its address; null when there is none, or no more.</summary>
    public StoredFile? Find(string nameOrUri)
    {
        var at = nameOrUri.LastIndexOf("files/", StringComparison.Ordinal);
        return at >= 0 && _files.TryGetValue(nameOrUri[at..], out var file) && !file.IsExpiredAt(Now) ? file : null;
    }

    public bool IsTaken(string name) => Find(name) is not null;

    public IReadOnlyList<StoredFile> List() =>
        [.. _files.Values.Where(f => !f.IsExpiredAt(Now)).OrderByDescending(f => f.Created).ThenBy(f => f.Name, StringComparer.Ordinal)];

    public bool Delete(string name) => Find(name) is not null && _files.TryRemove(name, out _);

    public Upload Begin(string? name, string displayName, string mimeType, long? size)
    {
        var number = Interlocked.Increment(ref _made);
        var upload = new Upload(
            Convert.ToHexStringLower(new Dice($"upload {options.Seed} {number}").Bytes(16)),
            name ?? "files/" + Convert.ToHexStringLower(new Dice($"file {options.Seed} {number}").Bytes(6)),
            displayName, mimeType, size);
        _uploads[upload.Id] = upload;
        return upload;
    }

    public Upload? FindUpload(string id) => _uploads.GetValueOrDefault(id);

    public void Cancel(Upload upload) => _uploads.TryRemove(upload.Id, out _);

    /// <summary>Makes a file of an upload; video is not ready at once.</summary>
    public StoredFile Finish(Upload upload)
    {
        _uploads.TryRemove(upload.Id, out _);
        var ready = upload.MimeType.StartsWith("video/", StringComparison.Ordinal) ? Now + options.VideoProcessing : Now;
        var file = new StoredFile(upload.Name, upload.DisplayName, upload.MimeType, upload.Received, upload.Head, upload.HashHex(), Now, ready);
        _files[file.Name] = file;
        return file;
    }
}
