using GeminiStudio.Sessions;
using GeminiStudio.Sessions.Code;

namespace GeminiStudio;

/// <content>The request of a session as code.</content>
public sealed partial class GeminiService
{
    /// <summary>Stands for the prompt where none is written yet.</summary>
    public const string PromptToBe = "Write your prompt here";

    // A larger file would bury the code: its name stands there instead.
    private const int LargestSpelled = 64 * 1024;

    /// <summary>
    /// What Run would send now: the branch on the screen and the composer's text. With an empty composer it is what the last answer was
    /// asked with, since a request ends with something to answer.
    /// </summary>
    /// <param name="sessionId">A session, or the id under which one will begin.</param>
    /// <param name="studioAddress">This studio's own address, to go through its gateway; null for Google's.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<CodeRequest> CodeRequestAsync(Guid sessionId, string? studioAddress, CancellationToken cancellationToken)
    {
        var settings = await sessions.ExistsAsync(Me, sessionId, cancellationToken)
            ? await sessions.SettingsAsync(Me, sessionId, cancellationToken)
            : await NewSessionSettingsAsync(sessionId, cancellationToken);
        var model = models.Find(settings.Model);
        var (text, system, attached) = await ComposedAsync(sessionId, cancellationToken);
        var head = await turns.HeadAsync(Me, sessionId, cancellationToken);
        if (TypedText.IsBlank(text) && attached.Count == 0 && head is { } last && await turns.FindAsync(Me, last, cancellationToken) is { Role: "model" } answer)
        {
            head = answer.ParentId;
        }

        var history = (await turns.HistoryAsync(sessionId, head, cancellationToken)).ToList();
        if (!TypedText.IsBlank(text) || attached.Count > 0 || history.Count == 0)
        {
            history.Add(new HistoryTurn("user", PartsJson.OfMessage(attached, TypedText.IsBlank(text) && attached.Count == 0 ? PromptToBe : text), null));
        }

        var body = await files.DescribeAsync(Me, RequestBuilder.Build(model, settings, system, history), cancellationToken, spelledBytes: LargestSpelled);
        return new CodeRequest(model.ApiId, body, studioAddress);
    }
}
