using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using GeminiStudio.Data;
using GeminiStudio.Gemini;
using GeminiStudio.Keys;

namespace GeminiStudio.Files;

/// <summary>What files cost in tokens by Google's own count, asked once for the same bytes.</summary>
/// <remarks>
/// A file is counted by itself: Google adds media and text up, and so its bytes do not travel again with every pause in typing. One
/// that is large is counted by its address at Google once it is there, and by the published rules until then.
/// </remarks>
public sealed class FileTokens(TokenCounter counter, FileBlobs blobs, GoogleFiles google, KeyRing keys, TimeProvider time)
{
    /// <summary>Most bytes that travel for a count.</summary>
    public const long MaxBytes = 4L * 1024 * 1024;

    private const int MostKept = 4096;
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<Question, Count> _counts = new();

    /// <summary>Raised with a file's hash once its count is known.</summary>
    public event Action<string>? Counted;

    /// <summary>Google's count; null while it is not known.</summary>
    public int? Known(StoredFile file, string apiModel, VideoClip? clip, string? resolution)
    {
        if (!_counts.TryGetValue(new Question(file.Hash, apiModel, clip, resolution), out var count))
        {
            return null;
        }

        lock (count)
        {
            return count.Tokens;
        }
    }

    /// <summary>As <see cref="Known"/>, but asks Google when nobody has; <see cref="Counted"/> tells when it is known.</summary>
    public int? Ask(StoredFile file, string apiModel, VideoClip? clip, string? resolution)
    {
        if (_counts.Count > MostKept)
        {
            _counts.Clear();
        }

        var question = new Question(file.Hash, apiModel, clip, resolution);
        var count = _counts.GetOrAdd(question, _ => new Count());
        lock (count)
        {
            if (count.Tokens is null && (count.Asking is null or { IsCompleted: true }) && count.NotBefore <= time.GetUtcNow() && CanBeAsked(file))
            {
                count.Asking = Task.Run(() => AskAsync(question, count, file), CancellationToken.None);
            }

            return count.Tokens;
        }
    }

    private bool CanBeAsked(StoredFile file) => google.IsThere(file, keys.Current?.Secret) || (file.Bytes <= MaxBytes && blobs.Has(file.Hash));

    // What fails is tried again after a pause: a count is never worth an error.
    private async Task AskAsync(Question question, Count count, StoredFile file)
    {
        try
        {
            var tokens = await counter.CountAsync(question.Model, await RequestAsync(question, file), key: null, CancellationToken.None);
            lock (count)
            {
                count.Tokens = tokens;
            }
        }
        catch (Exception e) when (e is GeminiException or OperationCanceledException or IOException)
        {
            lock (count)
            {
                count.NotBefore = time.GetUtcNow() + Pause;
            }

            return;
        }

        Counted?.Invoke(file.Hash);
    }

    private async Task<ReadOnlyMemory<byte>> RequestAsync(Question question, StoredFile file)
    {
        var part = google.IsThere(file, keys.Current?.Secret)
            ? new JsonObject { ["fileData"] = new JsonObject { ["mimeType"] = file.MimeType, ["fileUri"] = file.GoogleUri } }
            : new JsonObject { ["inlineData"] = new JsonObject { ["mimeType"] = file.MimeType, ["data"] = await Base64Async(file) } };
        FileReference.WithClip(part, question.Clip);
        var request = new JsonObject { ["contents"] = new JsonArray(new JsonObject { ["role"] = "user", ["parts"] = new JsonArray(part) }) };
        if (question.Resolution is { } resolution)
        {
            request["generationConfig"] = new JsonObject { ["mediaResolution"] = resolution };
        }

        return Encoding.UTF8.GetBytes(request.ToJsonString(FileReference.Relaxed));
    }

    private async Task<string> Base64Async(StoredFile file)
    {
        await using var bytes = blobs.Open(file.Hash) ?? throw new IOException($"The bytes of {file.Name} went away.");
        using var copy = new MemoryStream();
        await bytes.CopyToAsync(copy);
        return Convert.ToBase64String(copy.GetBuffer(), 0, (int)copy.Length);
    }

    private readonly record struct Question(string Hash, string Model, VideoClip? Clip, string? Resolution);

    private sealed class Count
    {
        public int? Tokens { get; set; }

        public Task? Asking { get; set; }

        public DateTimeOffset NotBefore { get; set; }
    }
}

/// <summary>Tokens of the files that a request names.</summary>
/// <param name="Tokens">Google's counts, and estimates where those are not known.</param>
/// <param name="Estimated">Hashes of the files that are estimated.</param>
public sealed record MediaTotal(int Tokens, IReadOnlyList<string> Estimated);
