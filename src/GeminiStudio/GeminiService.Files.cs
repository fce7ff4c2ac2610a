using GeminiStudio.Access;
using GeminiStudio.Data;
using GeminiStudio.Files;
using GeminiStudio.Gemini;
using GeminiStudio.Sessions;

namespace GeminiStudio;

/// <content>Files and what goes along with a message.</content>
public sealed partial class GeminiService
{
    private const int MostAttachments = 100;

    /// <summary>Raised with a file's hash as its upload to Google goes on.</summary>
    public event Action<string>? FileChanged
    {
        add => files.Changed += value;
        remove => files.Changed -= value;
    }

    /// <summary>Keeps a file and adds it to the draft of a session.</summary>
    /// <param name="sessionId">Whose draft; null keeps it only.</param>
    /// <param name="name">As the person calls it.</param>
    /// <param name="source">The bytes, read as they come.</param>
    /// <param name="bytes">The announced size; null when there is none.</param>
    /// <param name="cancellationToken">Ends it; nothing is kept then.</param>
    /// <exception cref="FileRefusedException">Its kind is not taken.</exception>
    /// <exception cref="FileTooLargeException">It is too large.</exception>
    public async Task<StoredFile> KeepFileAsync(Guid? sessionId, string name, Stream source, long? bytes, CancellationToken cancellationToken)
    {
        AccessRules.Demand(user.Actor, Verb.Write, ResourceKind.Draft, Me);
        var file = await files.KeepAsync(Me, name, source, bytes, cancellationToken);
        if (sessionId is { } session)
        {
            await AttachFileAsync(session, file, name, cancellationToken);
        }
        else
        {
            files.SendAhead(file);
        }

        return file;
    }

    /// <summary>Null when this person has no such file, or its bytes are gone.</summary>
    public async Task<(StoredFile File, FileStream Bytes)?> OpenFileAsync(string hash, CancellationToken cancellationToken) =>
        await files.FindAsync(Me, hash, cancellationToken) is { } file && files.Open(file) is { } bytes ? (file, bytes) : null;

    /// <summary>What goes along with the next message of a session.</summary>
    public async Task<IReadOnlyList<AttachmentView>> AttachmentsAsync(Guid sessionId, string modelId, CancellationToken cancellationToken) =>
        await files.ViewAsync(
            Me, await DraftFilesAsync(sessionId, cancellationToken), models.Find(modelId).ApiId, await ResolutionAsync(sessionId, models.Find(modelId), cancellationToken), cancellationToken);

    /// <summary>Adds a file that is already here, for example a picture that a model made.</summary>
    /// <returns>False when this person has no such file.</returns>
    public async Task<bool> AttachAsync(Guid sessionId, string hash, CancellationToken cancellationToken)
    {
        if (await files.TouchAsync(Me, hash, cancellationToken) is not { } file)
        {
            return false;
        }

        await AttachFileAsync(sessionId, file, file.Name, cancellationToken);
        return true;
    }

    /// <summary>Adds a film at YouTube, which Google fetches itself, or the file at any other address, which is fetched here.</summary>
    /// <returns>Why not; null when it is done.</returns>
    public async Task<string?> AttachLinkAsync(Guid sessionId, string link, CancellationToken cancellationToken)
    {
        AccessRules.Demand(user.Actor, Verb.Write, ResourceKind.Draft, Me);
        if (Attachment.YouTube(link) is not { } address)
        {
            return UrlFetch.Read(link.Trim()) is { } typed
                ? await FetchAsync(sessionId, typed, cancellationToken)
                : "This is no address of a file or a film, like https://example.org/report.pdf or https://www.youtube.com/watch?v=...";
        }

        await ChangeAsync(sessionId, list => [.. list.Where(a => a.Link != address), new Attachment { Link = address, Name = "YouTube film" }], cancellationToken);
        return null;
    }

    private async Task<string?> FetchAsync(Guid sessionId, Uri address, CancellationToken cancellationToken)
    {
        try
        {
            var file = await fetch.FetchAsync(Me, address, cancellationToken);
            await AttachFileAsync(sessionId, file, file.Name, cancellationToken);
            return null;
        }
        catch (Exception e) when (e is GuardedException or FileRefusedException or FileTooLargeException or StorageException)
        {
            return e.Message; // each says it in words of our own
        }
    }

    /// <summary>Takes an attachment away; an upload of it ends.</summary>
    public async Task DetachAsync(Guid sessionId, string key, CancellationToken cancellationToken)
    {
        await ChangeAsync(sessionId, list => [.. list.Where(a => a.Key != key)], cancellationToken);
        if (FileReference.IsHash(key) && await files.FindAsync(Me, key, cancellationToken) is not null)
        {
            files.CancelUpload(key);
        }
    }

    /// <summary>Sends a piece of a film, or fewer of its pictures.</summary>
    /// <returns>Why not; null when it is done.</returns>
    public async Task<string?> ClipAsync(Guid sessionId, string key, VideoClip clip, CancellationToken cancellationToken)
    {
        if (clip.Problem is { } problem)
        {
            return problem;
        }

        await ChangeAsync(sessionId, list => [.. list.Select(a => a.Key == key ? a with { Clip = clip.IsAll ? null : clip } : a)], cancellationToken);
        return null;
    }

    /// <summary>Puts the same photo without the place where it was taken in an attachment's place.</summary>
    public async Task RemovePlaceAsync(Guid sessionId, string hash, CancellationToken cancellationToken)
    {
        AccessRules.Demand(user.Actor, Verb.Write, ResourceKind.Draft, Me);
        if (await files.FindAsync(Me, hash, cancellationToken) is { } file && await files.WithoutPlaceAsync(file, cancellationToken) is { } clean)
        {
            await ChangeAsync(sessionId, list => [.. list.Select(a => a.Hash == hash ? a with { Hash = clean.Hash } : a)], cancellationToken);
        }
    }

    /// <summary>Begins the upload of an attachment anew after it failed; what Google has already is not sent again.</summary>
    public async Task ResumeUploadAsync(string hash, CancellationToken cancellationToken)
    {
        if (await files.FindAsync(Me, hash, cancellationToken) is { } file)
        {
            files.SendAhead(file);
        }
    }

    /// <summary>Google's search suggestions of an answer, as they came; null when it has none or is not this person's.</summary>
    public async Task<string?> SuggestionsAsync(Guid turnId, CancellationToken cancellationToken) =>
        await turns.FindAsync(Me, turnId, cancellationToken) is { Envelope: { } envelope } ? GroundingReader.Suggestions(envelope) : null;

    // An address of ours means nothing anywhere else.
    private async Task<IReadOnlyList<HistoryTurn>> DescribedAsync(IReadOnlyList<HistoryTurn> history, CancellationToken cancellationToken)
    {
        var described = new List<HistoryTurn>();
        foreach (var turn in history)
        {
            var parts = await files.DescribeAsync(Me, System.Text.Encoding.UTF8.GetBytes(turn.Parts), cancellationToken);
            described.Add(turn with { Parts = System.Text.Encoding.UTF8.GetString(parts) });
        }

        return described;
    }

    private async Task<SessionView?> WithFilesAsync(SessionView? view, CancellationToken cancellationToken)
    {
        if (view is null || await files.NamedAsync(Me, view.Turns.SelectMany(t => t.OtherParts), cancellationToken) is not { Count: > 0 } named)
        {
            return view;
        }

        var here = named.Where(f => files.HasBytes(f.Value)).ToDictionary(); // the others are shown as missing
        return view with { Turns = [.. view.Turns.Select(t => t.OtherParts.Count == 0 ? t : t with { Files = here })] };
    }

    private async Task<string?> ResolutionAsync(Guid sessionId, ModelInfo model, CancellationToken cancellationToken) =>
        model.SeesPictures() ? (await CurrentSettingsAsync(sessionId, cancellationToken)).MediaResolution : null;

    private async Task<IReadOnlyList<Attachment>> DraftFilesAsync(Guid sessionId, CancellationToken cancellationToken) =>
        Attachment.ReadAll((await drafts.FindAsync(Me, sessionId, DraftStore.Files, cancellationToken))?.Text);

    private async Task AttachFileAsync(Guid sessionId, StoredFile file, string name, CancellationToken cancellationToken)
    {
        var isFull = false;
        await ChangeAsync(
            sessionId,
            list =>
            {
                var isThere = list.Any(a => a.Hash == file.Hash);
                isFull = !isThere && list.Count >= MostAttachments;
                return isThere || isFull ? list : [.. list, new Attachment { Hash = file.Hash, Name = TypedText.OneLine(name, 200) }];
            },
            cancellationToken);
        if (isFull)
        {
            throw new FileRefusedException($"{MostAttachments} files go along already, which is the most. Remove one first.");
        }

        files.SendAhead(file);
    }

    private Task ChangeAsync(Guid sessionId, Func<IReadOnlyList<Attachment>, IReadOnlyList<Attachment>> change, CancellationToken cancellationToken)
    {
        AccessRules.Demand(user.Actor, Verb.Write, ResourceKind.Draft, Me);
        return drafts.ChangeAsync(Me, sessionId, DraftStore.Files, text => Attachment.WriteAll(change(Attachment.ReadAll(text))), cancellationToken);
    }
}
