using GeminiStudio.Access;
using GeminiStudio.Gemini;
using GeminiStudio.Sessions;

namespace GeminiStudio;

/// <content>A look at what is about to be sent.</content>
public sealed partial class GeminiService
{
    /// <summary>What would be wrong with sending the composer's draft now, and the variables that it has.</summary>
    /// <param name="sessionId">The session, or the page that has none yet.</param>
    /// <param name="settings">As the page has them.</param>
    /// <param name="tokens">Tokens of the prompt, as counted last; 0 when not known.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    public async Task<SessionCheck> CheckAsync(Guid sessionId, RunSettings settings, int tokens, CancellationToken cancellationToken)
    {
        var text = (await drafts.FindAsync(Me, sessionId, DraftStore.Composer, cancellationToken))?.Text ?? "";
        var system = (await drafts.FindAsync(Me, sessionId, DraftStore.System, cancellationToken))?.Text ?? "";
        var template = new MessageTemplate(text, system);
        var filled = template.MayHaveVariables ? await template.Fill(await variables.FindAsync(Me, sessionId, cancellationToken)).CheckedAsync(Me, files, cancellationToken) : new(text, system, NoValues, [], []);
        var lines = Preflight.Check(new PreflightInput
        {
            Model = models.Find(settings.Model),
            Settings = settings,
            SystemInstruction = filled.System,
            Text = filled.Text,
            History = TypedText.IsBlank(text) ? await turns.HistoryAsync(sessionId, await turns.HeadAsync(Me, sessionId, cancellationToken), cancellationToken) : [], // with a new message nothing of it is checked
            Unset = [.. filled.Problems.Select(p => (p.Field["variable.".Length..], p.Description))],
            Tokens = tokens,
            Models = models.All,
            Files = await NamedFilesAsync(sessionId, settings.Model, cancellationToken),
            GoneFromTurns = await GoneFromTurnsAsync(sessionId, await turns.HeadAsync(Me, sessionId, cancellationToken), cancellationToken),
            Now = time.GetUtcNow().UtcDateTime,
        });
        return new SessionCheck(lines, filled.Variables, template.MayHaveVariables && filled.Values.ContainsKey(VariableStore.AsTyped));
    }

    /// <summary>Takes what looks like a secret out of the message and the system instruction; whether there was one in each.</summary>
    public async Task<(bool Message, bool System)> CleanDraftsAsync(Guid sessionId, CancellationToken cancellationToken)
    {
        AccessRules.Demand(user.Actor, Verb.Write, ResourceKind.Draft, Me);
        return (await CleanAsync(sessionId, DraftStore.Composer, cancellationToken), await CleanAsync(sessionId, DraftStore.System, cancellationToken));
    }

    /// <summary>Files whose bytes are not here any more and that the branch names which ends with this turn.</summary>
    private async Task<IReadOnlyList<(Guid TurnId, string Name)>> GoneFromTurnsAsync(Guid sessionId, Guid? lastTurnId, CancellationToken cancellationToken)
    {
        var places = lastTurnId is null ? [] : await turns.WithFilesAsync(sessionId, lastTurnId, cancellationToken);
        var gone = await files.GoneAsync(Me, places.Select(p => p.Parts), cancellationToken);
        return [.. gone.Select(g => (places.First(p => p.Parts.Contains(g.Hash, StringComparison.Ordinal)).TurnId, g.Name))];
    }

    /// <summary>The same as reasons to refuse a run, with the files that it names itself.</summary>
    private async Task<IReadOnlyList<FieldViolation>> GoneAsync(NewRun run, CancellationToken cancellationToken)
    {
        var last = run.AnswerTo ?? run.CallsOf ?? await turns.HeadAsync(Me, run.SessionId, cancellationToken);
        var attached = run.FileKeys.Count == 0 ? [] : (await DraftFilesAsync(run.SessionId, cancellationToken)).Where(a => run.FileKeys.Contains(a.Key)).ToList();
        var lost = await files.GoneAsync(Me, attached, cancellationToken);
        return
        [
            .. attached.Where(a => lost.Contains(a.Key)).Select(a => new FieldViolation("files", $"{a.Name} is not on the server any more, so it cannot be sent. Remove it, or attach it again.")),
            .. (await GoneFromTurnsAsync(run.SessionId, last, cancellationToken)).Select(g => new FieldViolation("files", Preflight.GoneWords(g.Name))),
        ];
    }

    private async Task<IReadOnlyList<PreflightFile>> NamedFilesAsync(Guid sessionId, string modelId, CancellationToken cancellationToken)
    {
        var named = new List<PreflightFile>();
        foreach (var view in (await AttachmentsAsync(sessionId, modelId, cancellationToken)).Where(v => v.Attachment.Hash is not null))
        {
            var tellsPlace = view.File is { } file && await files.TellsPlaceAsync(file, cancellationToken);
            named.Add(new PreflightFile(view.Attachment.Key, view.Attachment.Name, view.File?.GoogleExpiresAt, view.Problem is null, tellsPlace));
        }

        return named;
    }

    private static readonly IReadOnlyDictionary<string, string> NoValues = new Dictionary<string, string>();

    private async Task<bool> CleanAsync(Guid sessionId, string kind, CancellationToken cancellationToken)
    {
        if (await drafts.FindAsync(Me, sessionId, kind, cancellationToken) is not { } draft || SecretScan.Clean(draft.Text) is var cleaned && cleaned == draft.Text)
        {
            return false;
        }

        return (await drafts.ReplaceAsync(Me, sessionId, kind, draft.Revision, draft.Revision + 1, cleaned, cancellationToken)).IsKept;
    }
}

/// <summary>What a page shows of a look before the run.</summary>
/// <param name="Lines">What would be wrong; empty when nothing would.</param>
/// <param name="Variables">What there is to fill in.</param>
/// <param name="IsAsTyped">Whether braces are sent as they are typed.</param>
public sealed record SessionCheck(IReadOnlyList<PreflightLine> Lines, IReadOnlyList<TemplateVariable> Variables, bool IsAsTyped)
{
    public static SessionCheck Empty { get; } = new([], [], IsAsTyped: false);

    /// <summary>Whether a page that shows the one need not change for the other.</summary>
    public bool IsSameAs(SessionCheck other) => IsAsTyped == other.IsAsTyped && Lines.SequenceEqual(other.Lines) && Variables.SequenceEqual(other.Variables);
}
