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
    private async Task<(NewRun Run, IReadOnlyList<FieldViolation> Problems)> FillAsync(NewRun run, CancellationToken cancellationToken)
    {
        var texts = new Template(run.Text ?? "", run.SystemInstruction);
        if (!texts.MayHaveVariables)
        {
            return (run, []);
        }

        var filled = texts.Fill(await variables.FindAsync(Me, run.SessionId, cancellationToken));
        return (run with
        {
            Text = run.Text is null ? null : filled.Text,
            SystemInstruction = filled.System,
            SystemTemplate = run.SystemInstruction,
            Variables = VariableStore.Write(filled.Values),
        }, filled.Problems);
    }

    /// <summary>A text with what is known of its variables filled in; the others stay as they are typed.</summary>
    private async Task<string> FilledAsync(Guid sessionId, string text, CancellationToken cancellationToken) =>
        text.Contains("{{", StringComparison.Ordinal) && new Template(text, "").Fill(await variables.FindAsync(Me, sessionId, cancellationToken)) is { Problems.Count: 0 } filled
            ? filled.Text
            : text;

    /// <summary>The two texts of a request before their variables are filled in.</summary>
    private sealed record Template(string Text, string System)
    {
        public bool MayHaveVariables => Text.Contains("{{", StringComparison.Ordinal) || System.Contains("{{", StringComparison.Ordinal);

        public FilledTemplate Fill(IReadOnlyDictionary<string, string> values)
        {
            if (values.ContainsKey(VariableStore.AsTyped))
            {
                return new(Text, System, values, [], []);
            }

            var found = VariableTemplate.Find(System, Text);
            var problems = found.Select(v => (v.Name, Words: v.Problem(values.GetValueOrDefault(v.Name)))).Where(p => p.Words is not null);
            return new(
                VariableTemplate.Fill(Text, found, values), VariableTemplate.Fill(System, found, values), values, found,
                [.. problems.Select(p => new FieldViolation($"variable.{p.Name}", p.Words!))]);
        }
    }

    /// <summary>Both texts as they would be sent, and what is missing for that.</summary>
    private sealed record FilledTemplate(
        string Text, string System, IReadOnlyDictionary<string, string> Values, IReadOnlyList<TemplateVariable> Variables, IReadOnlyList<FieldViolation> Problems);
}
