using GeminiStudio.Access;
using GeminiStudio.Data;
using GeminiStudio.Files;
using GeminiStudio.Gemini;
using GeminiStudio.Sessions;

namespace GeminiStudio;

/// <content>Sessions, turns and drafts.</content>
public sealed partial class GeminiService
{
    /// <summary>Calls back with the session's id when something of this person changed.</summary>
    public IDisposable Subscribe(Action<Guid> changed) => signals.Subscribe(Me, changed);

    /// <summary>Pinned ones first, then the newest, at most <paramref name="count"/>; a search looks in titles.</summary>
    public Task<IReadOnlyList<SessionSummary>> ListSessionsAsync(string? search, int count, CancellationToken cancellationToken) =>
        sessions.ListAsync(Me, Searched(search), archived: false, count, cancellationToken);

    /// <summary>The sessions that were put away, newest first, at most <paramref name="count"/>.</summary>
    public Task<IReadOnlyList<SessionSummary>> ListArchivedSessionsAsync(string? search, int count, CancellationToken cancellationToken) =>
        sessions.ListAsync(Me, Searched(search), archived: true, count, cancellationToken);

    private static string? Searched(string? search) => search is null ? null : TypedText.OneLine(search, SessionTitle.MaxLength);

    /// <summary>Whether the session is there for this person.</summary>
    public Task<bool> HasSessionAsync(Guid sessionId, CancellationToken cancellationToken) => sessions.ExistsAsync(Me, sessionId, cancellationToken);

    /// <summary>The session with the last <paramref name="turnCount"/> turns of its branch; null when there is none for this person.</summary>
    public async Task<SessionView?> OpenSessionAsync(Guid sessionId, int turnCount, CancellationToken cancellationToken) =>
        await WithFilesAsync(await sessions.OpenAsync(Me, sessionId, turnCount, cancellationToken), cancellationToken);

    /// <summary>The settings of a page that has no session yet: kept ones, else the defaults.</summary>
    public async Task<RunSettings> NewSessionSettingsAsync(Guid sessionId, CancellationToken cancellationToken) =>
        await drafts.FindAsync(Me, sessionId, DraftStore.Settings, cancellationToken) is { } kept
            ? RunSettingsJson.Read(kept.Text)
            : await presets.DefaultAsync(Me, cancellationToken) is { } preset ? Apply(preset).Settings : new RunSettings { Model = options.DefaultModel };

    /// <summary>Keeps the settings with the session, or with its page while it has no turn yet.</summary>
    /// <returns>Why they cannot be kept; empty when they are. What only this model refuses is kept and told when it is sent.</returns>
    public async Task<IReadOnlyList<FieldViolation>> SaveSettingsAsync(Guid sessionId, RunSettings settings, CancellationToken cancellationToken)
    {
        if (SettingsCheck.Impossible(settings) is { Count: > 0 } problems)
        {
            return problems;
        }

        if (!await sessions.SaveSettingsAsync(Me, sessionId, settings, cancellationToken))
        {
            var kept = await drafts.FindAsync(Me, sessionId, DraftStore.Settings, cancellationToken);
            await drafts.SaveAsync(Me, sessionId, DraftStore.Settings, (kept?.Revision ?? 0) + 1, RunSettingsJson.Write(settings), cancellationToken);
        }

        return [];
    }

    /// <summary>The title that is kept now; the old one when nothing of the new one is left after cleaning.</summary>
    public async Task<string?> RenameSessionAsync(Guid sessionId, string title, CancellationToken cancellationToken)
    {
        var clean = SessionTitle.Clean(title);
        if (clean.Length == 0 || !await sessions.RenameAsync(Me, sessionId, clean, cancellationToken))
        {
            return null;
        }

        signals.Raise(Me, sessionId);
        return clean;
    }

    /// <summary>Hides the session and stops what runs in it; <see cref="RestoreSessionAsync"/> brings it back.</summary>
    public async Task<bool> DeleteSessionAsync(Guid sessionId, CancellationToken cancellationToken)
    {
        var deleted = await sessions.DeleteAsync(Me, sessionId, cancellationToken);
        foreach (var run in runs.Active.Where(r => r.SessionId == sessionId && r.OwnerId == Me))
        {
            run.Stop();
        }

        signals.Raise(Me, sessionId);
        return deleted;
    }

    public async Task RestoreSessionAsync(Guid sessionId, CancellationToken cancellationToken)
    {
        await sessions.RestoreAsync(Me, sessionId, cancellationToken);
        signals.Raise(Me, sessionId);
    }

    /// <summary>The turn as a screen shows it; null when there is none for this person.</summary>
    public Task<TurnView?> ViewTurnAsync(Guid turnId, CancellationToken cancellationToken) => turns.ViewAsync(Me, turnId, cancellationToken);

    /// <summary>Shows the branch that goes through this turn.</summary>
    public async Task ShowTurnAsync(Guid turnId, CancellationToken cancellationToken)
    {
        if (await turns.ShowAsync(Me, turnId, cancellationToken) is { } sessionId)
        {
            signals.Raise(Me, sessionId);
        }
    }

    /// <summary>Hides the turn and what follows from it; null when there is none for this person.</summary>
    public async Task<DeletedTurns?> DeleteTurnAsync(Guid turnId, CancellationToken cancellationToken)
    {
        var deleted = await turns.DeleteAsync(Me, turnId, cancellationToken);
        foreach (var id in deleted?.TurnIds ?? [])
        {
            Stop(id);
        }

        if (deleted is not null)
        {
            signals.Raise(Me, deleted.SessionId);
        }

        return deleted;
    }

    public async Task RestoreTurnsAsync(DeletedTurns deleted, CancellationToken cancellationToken)
    {
        await turns.RestoreAsync(Me, deleted, cancellationToken);
        signals.Raise(Me, deleted.SessionId);
    }

    /// <summary>Request and response of a model turn as JSON, without the key; null when there is none for this person.</summary>
    public async Task<RawExchange?> RawAsync(Guid turnId, CancellationToken cancellationToken) => (await ReceiptAsync(turnId, cancellationToken))?.Exchange;

    /// <summary>Null when nothing is kept.</summary>
    public Task<Draft?> FindDraftAsync(Guid sessionId, string kind, CancellationToken cancellationToken) =>
        drafts.FindAsync(Me, sessionId, kind, cancellationToken);

    /// <summary>Keeps the text; returns the revision that is kept now, which is newer when another tab was faster.</summary>
    public Task<long> SaveDraftAsync(Guid sessionId, string kind, long revision, string text, CancellationToken cancellationToken)
    {
        AccessRules.Demand(user.Actor, Verb.Write, ResourceKind.Draft, Me);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(revision, DraftStore.MaxRevision);
        return DraftStore.TooLarge(kind, text) is { } problem
            ? throw new ArgumentException(problem, nameof(text))
            : drafts.SaveAsync(Me, sessionId, kind, revision, TypedText.Storable(text), cancellationToken);
    }

    /// <summary>As <see cref="SaveDraftAsync"/>, but only if the draft is still at <paramref name="baseRevision"/>, which the writer saw last.</summary>
    public Task<DraftChange> ReplaceDraftAsync(
        Guid sessionId, string kind, long baseRevision, long revision, string text, CancellationToken cancellationToken)
    {
        AccessRules.Demand(user.Actor, Verb.Write, ResourceKind.Draft, Me);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(revision, DraftStore.MaxRevision);
        return DraftStore.TooLarge(kind, text) is { } problem
            ? throw new ArgumentException(problem, nameof(text))
            : drafts.ReplaceAsync(Me, sessionId, kind, baseRevision, revision, TypedText.Storable(text), cancellationToken);
    }

    /// <summary>Tokens of what would be sent now: history, system instruction and the composer's draft.</summary>
    public async Task<TokenCount> CountTokensAsync(Guid sessionId, string modelId, CancellationToken cancellationToken)
    {
        var model = models.Find(modelId);
        var (text, system, parts) = await ComposedAsync(sessionId, cancellationToken);
        var history = (await turns.HistoryAsync(sessionId, await turns.HeadAsync(Me, sessionId, cancellationToken), cancellationToken)).ToList();
        if (text.Length > 0 || parts.Count > 0)
        {
            history.Add(new HistoryTurn("user", PartsJson.OfMessage(parts, text), null));
        }

        if (history.Count == 0)
        {
            return new TokenCount(TokenCounter.Estimate(system), IsEstimate: system.Length > 0);
        }

        var settings = await CurrentSettingsAsync(sessionId, cancellationToken);
        var body = RequestBuilder.Build(model, new RunSettings { Model = modelId, Examples = settings.Examples }, system, history);
        var media = await MediaAsync();
        try
        {
            var counted = await tokens.CountAsync(model.ApiId, body, key: null, cancellationToken);
            media = await MediaAsync(); // what was asked for is known by now, more often than not
            return new TokenCount(media.Tokens + counted, IsEstimate: media.Estimated.Count > 0) { Files = media.Estimated };
        }
        catch (GeminiException)
        {
            return new TokenCount(media.Tokens + TokenCount.Guess(body), IsEstimate: true) { Files = media.Estimated }; // a count is never worth an error on the screen
        }

        Task<MediaTotal> MediaAsync() => files.CountAsync(Me, history.Select(t => t.Parts), model.ApiId, model.SeesPictures() ? settings.MediaResolution : null, cancellationToken);
    }
}
