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
        MessageTemplate.FillAsync(run, variables, cancellationToken);

    /// <summary>A text with what is known of its variables filled in; the others stay as they are typed.</summary>
    private async Task<string> FilledAsync(Guid sessionId, string text, CancellationToken cancellationToken) =>
        text.Contains("{{", StringComparison.Ordinal) && new MessageTemplate(text, "").Fill(await variables.FindAsync(Me, sessionId, cancellationToken)) is { Problems.Count: 0 } filled
            ? filled.Text
            : text;
}
