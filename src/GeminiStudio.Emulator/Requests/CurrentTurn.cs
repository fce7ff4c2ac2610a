using System.Text.Json.Nodes;
using GeminiStudio.Emulator.Scripts;

namespace GeminiStudio.Emulator.Requests;

/// <summary>What has happened since a person last spoke: a turn begins at the last user content that answers no function.</summary>
/// <param name="Start">Index of that content; 0 when there is none.</param>
/// <param name="Prompt">What the person said, without directives.</param>
/// <param name="IsScripted">Whether the script named the calls, so that none are made up beside them.</param>
/// <param name="Steps">The model's contents with calls since then, with their index.</param>
/// <param name="Responses">The function responses since then, oldest first.</param>
internal sealed record CurrentTurn(
    int Start, string Prompt, bool IsScripted, IReadOnlyList<(int Index, RequestContent Content)> Steps, IReadOnlyList<JsonObject> Responses)
{
    /// <summary>Whether the last thing said is the answer of a function.</summary>
    public bool EndsWithResponses { get; private init; }

    public static CurrentTurn Of(GenerateRequest request)
    {
        var contents = request.Contents.ToList();
        var start = Math.Max(0, contents.FindLastIndex(c => c.IsUser && !HasResponses(c)));
        var text = contents.Count > start ? contents[start].Text : "";
        var script = ScriptReader.Read(text, "", () => int.MaxValue).Script; // as never tried: looking back uses up no tries
        var since = contents.Index().Skip(start + 1).ToList();
        return new(
            start,
            script?.Prompt ?? text,
            script?.Calls is not null,
            [.. since.Where(c => !c.Item.IsUser && c.Item.Parts.Any(p => p.ContainsKey("functionCall"))).Select(c => (c.Index, c.Item))],
            [.. since.Where(c => c.Item.IsUser).SelectMany(c => c.Item.Parts).Select(p => p["functionResponse"]).OfType<JsonObject>()])
        {
            EndsWithResponses = contents.Count > 0 && contents[^1].IsUser && HasResponses(contents[^1]),
        };
    }

    private static bool HasResponses(RequestContent content) => content.Parts.Any(p => p.ContainsKey("functionResponse"));
}
