using GeminiStudio.Gemini;

namespace GeminiStudio.Sessions;

/// <summary>The two texts of a request before their variables are filled in.</summary>
internal sealed record MessageTemplate(string Text, string System)
{
    public bool MayHaveVariables => Text.Contains("{{", StringComparison.Ordinal) || System.Contains("{{", StringComparison.Ordinal);

    /// <summary>The run with its variables filled in, and what is missing; the template stays with the session.</summary>
    public static async Task<(NewRun Run, IReadOnlyList<FieldViolation> Problems)> FillAsync(NewRun run, VariableStore variables, CancellationToken cancellationToken)
    {
        var texts = new MessageTemplate(run.Text ?? "", run.SystemInstruction);
        if (!texts.MayHaveVariables)
        {
            return (run, []);
        }

        var filled = texts.Fill(await variables.FindAsync(run.OwnerId, run.SessionId, cancellationToken));
        return (run with
        {
            Text = run.Text is null ? null : filled.Text,
            SystemInstruction = filled.System,
            SystemTemplate = run.SystemInstruction,
            Variables = VariableStore.Write(filled.Values),
        }, filled.Problems);
    }

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
internal sealed record FilledTemplate(
    string Text, string System, IReadOnlyDictionary<string, string> Values, IReadOnlyList<TemplateVariable> Variables, IReadOnlyList<FieldViolation> Problems);
