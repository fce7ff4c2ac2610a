using System.Text.Json.Nodes;
using GeminiStudio.Emulator.Answers.Calling;
using GeminiStudio.Emulator.Requests;

namespace GeminiStudio.Emulator.Answers.Schemas;

/// <summary>Values for a structured answer that the prompt or a function really gave; each is given once.</summary>
internal sealed class SchemaHints(CurrentTurn turn)
{
    private readonly PromptValues _values = new(turn.Prompt, turn.Responses);
    private readonly HashSet<string> _given = [];

    public JsonNode? Find(string name, JsonObject schema, bool isRequired)
    {
        var found = _values.Find(name, schema, isRequired: false) ?? (PromptValues.TakesName(name, schema) ? _values.Find(name, schema, isRequired: true) : null);
        return found is not null && (schema.ContainsKey("enum") || _given.Add(name)) ? found : null;
    }
}
