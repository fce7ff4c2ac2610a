using GeminiStudio.Access;
using GeminiStudio.Gemini;
using GeminiStudio.Sessions;

namespace GeminiStudio;

/// <content>Variables in what is about to be sent.</content>
public sealed partial class GeminiService
{
    /// <summary>What was typed for the session's variables, by name.</summary>
    public Task<IReadOnlyDictionary<string, string>> VariablesAsync(Guid sessionId, CancellationToken cancellationToken) =>
        variables.FindAsync(Me, sessionId, cancellationToken);

    /// <summary>Keeps what was typed for the session's variables; only the values are kept, never the template.</summary>
    /// <returns>Why not; null when it is done.</returns>
    public async Task<string?> SaveVariablesAsync(Guid sessionId, IReadOnlyDictionary<string, string> values, CancellationToken cancellationToken)
    {
        AccessRules.Demand(user.Actor, Verb.Write, ResourceKind.Draft, Me);
        if (values.Count > VariableStore.Most)
        {
            return $"At most {VariableStore.Most} values are kept.";
        }

        await variables.SaveAsync(Me, sessionId, values.ToDictionary(v => TypedText.Storable(v.Key), v => TypedText.Storable(v.Value)), cancellationToken);
        return null;
    }

    /// <summary>The run with its variables filled in, and what is missing; the template stays with the session.</summary>
    private Task<(NewRun Run, IReadOnlyList<FieldViolation> Problems)> FillAsync(NewRun run, CancellationToken cancellationToken) =>
        MessageTemplate.FillAsync(run, variables, files, cancellationToken);

    /// <summary>A text with what is known of its variables filled in; the others stay as they are typed.</summary>
    private async Task<string> FilledAsync(Guid sessionId, string text, CancellationToken cancellationToken) =>
        text.Contains("{{", StringComparison.Ordinal) && new MessageTemplate(text, "").Fill(await variables.FindAsync(Me, sessionId, cancellationToken)) is { Problems.Count: 0 } filled
            ? filled.Text
            : text;

    /// <summary>The composer's text, the system instruction and the parts that go along, as they would be sent.</summary>
    private async Task<(string Text, string System, IReadOnlyList<string> Parts)> ComposedAsync(Guid sessionId, CancellationToken cancellationToken)
    {
        var text = (await drafts.FindAsync(Me, sessionId, DraftStore.Composer, cancellationToken))?.Text ?? "";
        var system = (await drafts.FindAsync(Me, sessionId, DraftStore.System, cancellationToken))?.Text ?? "";
        var attached = await files.PartsAsync(Me, await DraftFilesAsync(sessionId, cancellationToken), cancellationToken);
        return (
            await FilledAsync(sessionId, text, cancellationToken), await FilledAsync(sessionId, system, cancellationToken),
            [.. attached, .. await VariablePartsAsync(sessionId, text, system, cancellationToken)]);
    }

    /// <summary>The files of the variables in these texts, as parts of a message.</summary>
    private async Task<IReadOnlyList<string>> VariablePartsAsync(Guid sessionId, string text, string system, CancellationToken cancellationToken)
    {
        var template = new MessageTemplate(text, system);
        return template.MayHaveVariables && template.Fill(await variables.FindAsync(Me, sessionId, cancellationToken)).Files is { Count: > 0 } named
            ? await files.PartsAsync(Me, named, cancellationToken)
            : [];
    }
}
