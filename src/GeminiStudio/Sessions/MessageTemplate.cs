using GeminiStudio.Files;
using GeminiStudio.Gemini;

namespace GeminiStudio.Sessions;

/// <summary>The two texts of a request before their variables are filled in.</summary>
internal sealed record MessageTemplate(string Text, string System)
{
    public bool MayHaveVariables => Text.Contains("{{", StringComparison.Ordinal) || System.Contains("{{", StringComparison.Ordinal);

    /// <summary>The run with its variables filled in, and what is missing; the template stays with the session.</summary>
    public static async Task<(NewRun Run, IReadOnlyList<FieldViolation> Problems)> FillAsync(
        NewRun run, VariableStore variables, FileDesk files, CancellationToken cancellationToken)
    {
        var texts = new MessageTemplate(run.Text ?? "", run.SystemInstruction);
        if (!texts.MayHaveVariables)
        {
            return (run, []);
        }

        var filled = await texts.Fill(await variables.FindAsync(run.OwnerId, run.SessionId, cancellationToken)).CheckedAsync(run.OwnerId, files, cancellationToken);
        return (run with
        {
            Text = run.Text is null ? null : filled.Text,
            Files = run.Text is null ? run.Files : [.. run.Files, .. await files.PartsAsync(run.OwnerId, filled.Files, cancellationToken)],
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
    string Text, string System, IReadOnlyDictionary<string, string> Values, IReadOnlyList<TemplateVariable> Variables, IReadOnlyList<FieldViolation> Problems)
{
    /// <summary>The files of its variables, which go along with the message.</summary>
    public IReadOnlyList<Attachment> Files => [.. FilesByName().Select(f => f.File)];

    /// <summary>The same, with the files named that are not on the server any more.</summary>
    public async Task<FilledTemplate> CheckedAsync(Guid ownerId, FileDesk files, CancellationToken cancellationToken)
    {
        var gone = await files.GoneAsync(ownerId, Files, cancellationToken);
        return gone.Count == 0 ? this : this with
        {
            Problems =
            [
                .. Problems,
                .. FilesByName().Where(f => gone.Contains(f.File.Key)).Select(f => new FieldViolation($"variable.{f.Name}", $"{f.Name}: {f.File.Name} is not on the server any more. Choose it again.")),
            ],
        };
    }

    private IEnumerable<(string Name, Attachment File)> FilesByName() =>
        Variables.Where(v => v.Kind == VariableKind.File).Select(v => (v.Name, File: VariableFile.Read(Values.GetValueOrDefault(v.Name)))).Where(f => f.File is not null).Select(f => (f.Name, f.File!));
}
