using System.Text.Json;
using System.Text.Json.Nodes;
using GeminiStudio.Gemini;

namespace GeminiStudio.Sessions;

/// <summary>What a request in JSON says, as the screen's controls hold it.</summary>
public sealed record ReadRequest
{
    /// <summary>Known fields in their places, all others in <see cref="RunSettings.Extra"/>.</summary>
    public required RunSettings Settings { get; init; }

    /// <summary>Empty when the request has none.</summary>
    public string SystemInstruction { get; init; } = "";

    /// <summary>The text of the last content, when it is a user's; null when there are no contents.</summary>
    public string? Text { get; init; }

    /// <summary>What was changed or not taken on the way, a sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}

/// <summary>Reads a GenerateContentRequest back into settings: the way home of <see cref="RequestBuilder"/>.</summary>
public static class RequestReader
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 64, AllowDuplicateProperties = false };

    /// <param name="text">JSON in Google's spelling, camelCase or snake_case.</param>
    /// <param name="now">The settings as they are: what the model is not sent stays as it is.</param>
    /// <param name="find">Knows every model.</param>
    /// <param name="problem">Why it cannot be read, with the line; null when it can.</param>
    public static ReadRequest? Read(string text, RunSettings now, Func<string, ModelInfo> find, out string? problem)
    {
        problem = null;
        try
        {
            if (JsonNode.Parse(text, documentOptions: Strict) is JsonObject request)
            {
                WireNames.Camel(request, "generationConfig", "thinkingConfig", "imageConfig", "toolConfig", "functionCallingConfig", "safetySettings", "tools", "systemInstruction", "parts");
                return Read(request, now, find);
            }

            problem = "A request is a JSON object: it begins with { and ends with }.";
        }
        catch (JsonException e)
        {
            problem = e.LineNumber is { } line
                ? $"Line {line + 1}, column {(e.BytePositionInLine ?? 0) + 1}: this is no JSON."
                : "A name stands twice in one object.";
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException or ArgumentException or OverflowException)
        {
            problem = "A field has a value of the wrong kind: a text where a number belongs, for example.";
        }

        return null;
    }

    private static ReadRequest Read(JsonObject request, RunSettings now, Func<string, ModelInfo> find)
    {
        var notes = new List<string>();
        var settings = now with { Extra = null };
        if (Take(request, "model") is JsonValue named && named.GetValue<string>() is { Length: > 0 } id)
        {
            settings = settings with { Model = find(id).Id };
        }

        var model = find(settings.Model);
        var contents = Take(request, "contents") as JsonArray;
        var system = Take(request, "systemInstruction");
        settings = RequestTools.Read(request, settings, model, notes);
        if (request["generationConfig"] is JsonObject config)
        {
            settings = RequestConfig.Read(config, settings, model);
            if (config.Count == 0)
            {
                request.Remove("generationConfig");
            }
        }
        else
        {
            settings = RequestConfig.Read([], settings, model);
        }

        settings = settings with { ServiceTier = Take(request, "serviceTier")?.GetValue<string>() };
        notes.AddRange(SettingFields.NotTaken(model, settings).Except(SettingFields.NotTaken(model, now))
            .Select(field => $"{model.DisplayName} does not take {SettingFields.Name(field)}: it is kept here and not sent."));
        if (request.Count > 0)
        {
            settings = settings with { Extra = request.ToJsonString(RelaxedJson.Options) };
            notes.Add($"Kept as written, beside the controls: {string.Join(", ", Leaves(request))}.");
        }

        return new ReadRequest
        {
            Settings = settings,
            SystemInstruction = system switch { JsonObject content => Text(content), JsonValue words => words.GetValue<string>(), _ => "" },
            Text = contents?.LastOrDefault() is JsonObject last && last["role"]?.GetValue<string>() is null or "user" && last["parts"] is JsonArray ? Text(last) : null,
            Notes = notes,
        };
    }

    internal static JsonNode? Take(JsonObject json, string name)
    {
        var value = json[name];
        json.Remove(name);
        return value;
    }

    private static string Text(JsonObject content) =>
        string.Concat((content["parts"] as JsonArray ?? []).OfType<JsonObject>().Select(p => p["text"]?.GetValue<string>()));

    private static IEnumerable<string> Leaves(JsonObject json) =>
        json.SelectMany(m => m is { Key: "generationConfig" or "toolConfig", Value: JsonObject inner } ? inner.Select(i => $"{m.Key}.{i.Key}") : [m.Key]);
}
