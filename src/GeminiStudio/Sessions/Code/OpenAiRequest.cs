namespace GeminiStudio.Sessions.Code;

/// <summary>The request in OpenAI's words, for Google's compatible endpoint; what it has no words for is named.</summary>
/// <remarks>ai.google.dev/gemini-api/docs/openai.</remarks>
internal sealed class OpenAiRequest
{
    private static readonly Dictionary<string, string> Settings = new()
    {
        ["temperature"] = "temperature",
        ["topP"] = "top_p",
        ["seed"] = "seed",
        ["stopSequences"] = "stop",
        ["candidateCount"] = "n",
        ["maxOutputTokens"] = "max_tokens",
        ["presencePenalty"] = "presence_penalty",
        ["frequencyPenalty"] = "frequency_penalty",
        ["responseLogprobs"] = "logprobs",
        ["logprobs"] = "top_logprobs",
    };

    private readonly SortedSet<string> _left = new(StringComparer.Ordinal);
    private readonly List<KeyValuePair<string, WireNode>> _google = [];
    private readonly List<KeyValuePair<string, WireNode>> _fields = [];

    /// <summary>Fields of chat.completions, messages first.</summary>
    public IReadOnlyList<KeyValuePair<string, WireNode>> Fields => _fields;

    /// <summary>What only Google's endpoint takes, under <c>google</c> of the extra body; null when there is nothing.</summary>
    public WireNode? Google => _google.Count > 0 ? WireNode.Of(_google) : null;

    /// <summary>Names of what cannot be said there.</summary>
    public IReadOnlyCollection<string> Left => _left;

    public static OpenAiRequest Read(CodeRequest request)
    {
        var made = new OpenAiRequest();
        var body = WireNode.Read(request.Body);
        made.Add("messages", new OpenAiMessages(made._left).Write(body["systemInstruction"], body["contents"]));
        foreach (var (name, value) in body.Members ?? [])
        {
            switch (name)
            {
                case "contents" or "systemInstruction":
                    break;
                case "generationConfig":
                    made.AddSettings(value);
                    break;
                case "tools":
                    made.AddTools(value);
                    break;
                case "toolConfig":
                    made.AddChoice(value);
                    break;
                case "safetySettings":
                    made.AddGoogle("safety_settings", value);
                    break;
                case "cachedContent":
                    made.AddGoogle("cached_content", value);
                    break;
                default:
                    made._left.Add(name);
                    break;
            }
        }

        return made;
    }

    private void Add(string name, WireNode value) => _fields.Add(new(name, value));

    private void AddGoogle(string name, WireNode value) => _google.Add(new(name, Snake(value)));

    private void AddSettings(WireNode config)
    {
        foreach (var (name, value) in config.Members ?? [])
        {
            if (Settings.TryGetValue(name, out var ours))
            {
                Add(ours, value);
            }
            else if (name is "thinkingConfig" or "mediaResolution")
            {
                AddGoogle(WirePlace.Snake(name), value);
            }
            else if (name is not ("responseMimeType" or "responseSchema" or "responseJsonSchema"))
            {
                _left.Add(name);
            }
        }

        if (config["responseMimeType"]?.Text is { } mime && mime != "text/plain")
        {
            AddFormat(mime, config["responseJsonSchema"] ?? (config["responseSchema"] is { } schema ? JsonSchema(schema) : null));
        }
    }

    private void AddFormat(string mime, WireNode? schema)
    {
        if (mime != "application/json")
        {
            _left.Add("responseMimeType " + mime);
            return;
        }

        Add("response_format", schema is null
            ? WireNode.Object(("type", WireNode.Of("json_object")))
            : WireNode.Object(("type", WireNode.Of("json_schema")), ("json_schema", WireNode.Object(("name", WireNode.Of("answer")), ("schema", schema)))));
    }

    private void AddTools(WireNode tools)
    {
        var declarations = (tools.Items ?? []).SelectMany(t => t["functionDeclarations"]?.Items ?? []).Select(d => WireNode.Object(
            ("type", WireNode.Of("function")),
            ("function", WireNode.Object(
                ("name", d["name"]), ("description", d["description"]),
                ("parameters", d["parametersJsonSchema"] ?? (d["parameters"] is { } schema ? JsonSchema(schema) : null)))))).ToList();
        if (declarations.Count > 0)
        {
            Add("tools", WireNode.Of(declarations));
        }

        var builtIn = (tools.Items ?? []).Where(t => t["functionDeclarations"] is null).ToList();
        if (builtIn.Count > 0)
        {
            AddGoogle("tools", WireNode.Of(builtIn));
        }
    }

    private void AddChoice(WireNode config)
    {
        var calling = config["functionCallingConfig"];
        var allowed = calling?["allowedFunctionNames"]?.Items ?? [];
        switch (calling?["mode"]?.Text)
        {
            case "ANY" when allowed.Count == 1:
                Add("tool_choice", WireNode.Object(("type", WireNode.Of("function")), ("function", WireNode.Object(("name", allowed[0])))));
                break;
            case { } mode:
                Add("tool_choice", WireNode.Of(mode switch { "ANY" => "required", "NONE" => "none", "VALIDATED" => "validated", _ => "auto" }));
                break;
        }

        if (allowed.Count > 1)
        {
            _left.Add("allowedFunctionNames");
        }

        _left.UnionWith((config.Members ?? []).Select(m => m.Key).Where(k => k != "functionCallingConfig"));
    }

    private static WireNode Snake(WireNode value) => value switch
    {
        { Members: { } members } => WireNode.Of(members.Select(m => KeyValuePair.Create(WirePlace.Snake(m.Key), Snake(m.Value)))),
        { Items: { } items } => WireNode.Of(items.Select(Snake)),
        _ => value,
    };

    // Google's schema in JSON Schema's words: types in small letters, null as a type of its own.
    private static WireNode JsonSchema(WireNode schema)
    {
        if (schema.Members is not { } members)
        {
            return schema;
        }

        var isNullable = schema["nullable"]?.Literal == "true";
        return WireNode.Of(members.Where(m => m.Key != "nullable").Select(m => KeyValuePair.Create(m.Key, m.Key switch
        {
            "type" when m.Value.Text is { } type => isNullable ? WireNode.Of([WireNode.Of(type.ToLowerInvariant()), WireNode.Of("null")]) : WireNode.Of(type.ToLowerInvariant()),
            "properties" => WireNode.Of((m.Value.Members ?? []).Select(p => KeyValuePair.Create(p.Key, JsonSchema(p.Value)))),
            "items" => JsonSchema(m.Value),
            "anyOf" => WireNode.Of((m.Value.Items ?? []).Select(JsonSchema)),
            "minItems" or "maxItems" or "minLength" or "maxLength" or "minProperties" or "maxProperties" when long.TryParse(m.Value.Text, out _) => WireNode.Raw(m.Value.Text!),
            _ => m.Value,
        })));
    }
}
