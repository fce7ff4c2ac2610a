using System.Collections.Concurrent;
using GeminiStudio.Data;
using GeminiStudio.Gemini;

namespace GeminiStudio.Files;

/// <summary>Sees to it that Google has a file before a prompt names it: uploads belong to the server, several who want the same file share one.</summary>
public sealed class GoogleFiles(GeminiFiles google, FileBlobs blobs, FileStore files, TimeProvider time)
{
    // A file that lapses while its prompt is on the way would be refused.
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<(string Hash, Secret? Key), Sending> _sending = new();

    /// <summary>Raised with a file's hash as its upload goes on.</summary>
    public event Action<string>? Changed;

    /// <summary>How far the upload of these bytes is; null when none is under way and none failed.</summary>
    public UploadProgress? ProgressOf(string hash) => _sending.FirstOrDefault(s => s.Key.Hash == hash && s.Value.Until is null).Value?.Progress;

    /// <summary>Whether Google has the file under this key for long enough.</summary>
    public bool IsThere(StoredFile file, Secret? key) =>
        file is { GoogleUri: not null, GoogleState: "ACTIVE", GoogleExpiresAt: { } until } && file.GoogleKey == Print(key) && until > time.GetUtcNow().UtcDateTime + Margin;

    /// <summary>The file's address at Google, after it was uploaded if need be.</summary>
    /// <exception cref="GeminiException">Google does not take it, or the bytes are gone.</exception>
    public async Task<string> EnsureAsync(StoredFile file, Secret? key, CancellationToken cancellationToken)
    {
        if (IsThere(file, key))
        {
            return file.GoogleUri!;
        }

        if (!blobs.Has(file.Hash))
        {
            throw new GeminiException(GeminiErrorKind.InvalidRequest, $"The bytes of {file.Name} are not on this server any more. Attach the file again.");
        }

        var sending = _sending.AddOrUpdate((file.Hash, key), _ => new Sending(file, blobs), (_, old) => Next(old, file));
        return await sending.JoinAsync(token => SendAsync(sending, file, key, token), cancellationToken);
    }

    /// <summary>Begins the upload of a large file before anybody waits for it.</summary>
    public void Begin(StoredFile file, Secret? key)
    {
        if (!IsThere(file, key) && blobs.Has(file.Hash))
        {
            var sending = _sending.AddOrUpdate((file.Hash, key), _ => new Sending(file, blobs), (_, old) => Next(old, file));
            _ = sending.Start(token => SendAsync(sending, file, key, token)); // its progress tells how it ends
        }
    }

    /// <summary>Forgets that Google has it: it said that it does not.</summary>
    public Task ForgetAsync(string hash, CancellationToken cancellationToken)
    {
        foreach (var place in _sending.Keys.Where(k => k.Hash == hash).ToList())
        {
            _sending.TryRemove(place, out _);
        }

        return files.NoteGoogleAsync(hash, null, null, null, null, cancellationToken);
    }

    /// <summary>Ends the upload of these bytes, if one is under way.</summary>
    public void Cancel(string hash)
    {
        foreach (var (place, sending) in _sending.Where(s => s.Key.Hash == hash).ToList())
        {
            _sending.TryRemove(place, out _);
            sending.Cancel();
        }

        Changed?.Invoke(hash);
    }

    private Sending Next(Sending old, StoredFile file) =>
        old.Until is { } until && until <= time.GetUtcNow().UtcDateTime + Margin ? new Sending(file, blobs) : old.Failed ? old.Again() : old;

    private async Task<string> SendAsync(Sending sending, StoredFile file, Secret? key, CancellationToken cancellationToken)
    {
        try
        {
            sending.Tell = () => Changed?.Invoke(file.Hash);
            var sent = await google.UploadAsync(sending.Upload, key, cancellationToken);
            sending.Progress = new UploadProgress(file.Bytes, file.Bytes, IsProcessing: sent.IsProcessing, null);
            Changed?.Invoke(file.Hash);
            sent = await google.WhenReadyAsync(sent, key, cancellationToken);
            var until = sent.ExpiresAt ?? time.GetUtcNow().UtcDateTime + TimeSpan.FromHours(48);
            await files.NoteGoogleAsync(file.Hash, sent.Uri, sent.State, until, Print(key), CancellationToken.None);
            sending.Until = until; // stays: whoever read the row before this was noted finds it here
            return sent.Uri;
        }
        catch (GeminiException e)
        {
            sending.Progress = sending.Progress with { Problem = e.Message };
            throw;
        }
        finally
        {
            Changed?.Invoke(file.Hash);
        }
    }

    private static string Print(Secret? key) => key?.Fingerprint ?? "";

    /// <summary>One upload and everybody who waits for it.</summary>
    private sealed class Sending
    {
        private readonly Lock _gate = new();
        private readonly CancellationTokenSource _stop = new();
        private Task<string>? _task;

        public Sending(StoredFile file, FileBlobs blobs)
        {
            Progress = new UploadProgress(0, file.Bytes, IsProcessing: false, null);
            Upload = new GoogleUpload
            {
                Open = () => blobs.Open(file.Hash) ?? throw new GeminiException(GeminiErrorKind.InvalidRequest, $"The bytes of {file.Name} are not on this server any more."),
                Bytes = file.Bytes,
                MimeType = file.MimeType,
                DisplayName = file.Name,
                Progress = Note,
            };
        }

        private Sending(GoogleUpload upload, UploadProgress progress) => (Upload, Progress) = (upload, progress with { Problem = null });

        public GoogleUpload Upload { get; }

        public UploadProgress Progress { get; set; }

        public Action? Tell { get; set; }

        /// <summary>When Google drops the file; null until it is there.</summary>
        public DateTime? Until { get; set; }

        public bool Failed => _task is { IsCompleted: true, IsCompletedSuccessfully: false };

        /// <summary>The rest of an upload that broke off.</summary>
        public Sending Again() => new(Upload, Progress);

        // Whoever waits may leave; the upload goes on until it is cancelled itself.
        public Task<string> JoinAsync(Func<CancellationToken, Task<string>> send, CancellationToken cancellationToken) =>
            Start(send).WaitAsync(cancellationToken);

        public Task<string> Start(Func<CancellationToken, Task<string>> send)
        {
            lock (_gate)
            {
                if (_task is null)
                {
                    _task = Task.Run(() => send(_stop.Token), CancellationToken.None);
                    _ = _task.ContinueWith(t => t.Exception, TaskContinuationOptions.OnlyOnFaulted); // seen: the progress says it
                }

                return _task;
            }
        }

        public void Cancel() => _stop.Cancel();

        private void Note(long sent)
        {
            var percent = Progress.Percent;
            Progress = Progress with { Sent = sent };
            if (Progress.Percent != percent)
            {
                Tell?.Invoke();
            }
        }
    }
}

/// <summary>How far an upload to Google is.</summary>
/// <param name="Sent">Bytes that Google has.</param>
/// <param name="Total">Bytes of the file.</param>
/// <param name="IsProcessing">Whether Google reads it now.</param>
/// <param name="Problem">Why it ended; null while it goes on.</param>
public sealed record UploadProgress(long Sent, long Total, bool IsProcessing, string? Problem)
{
    public int Percent => Total == 0 ? 0 : (int)(Sent * 100 / Total);
}
