namespace GeminiStudio.Sessions.Code;

/// <summary>The request for <c>google-generativeai</c>, which many scripts still use; what it has no place for is named.</summary>
internal sealed class OldPythonCode
{
    private static readonly PythonStyle Style = new(renames: true, decodes: true);

    private static readonly HashSet<string> Generation =
    [
        "temperature", "topP", "topK", "candidateCount", "maxOutputTokens", "stopSequences", "responseLogprobs", "logprobs", "presencePenalty", "frequencyPenalty",
        "responseMimeType", "responseSchema",
    ];

    private static readonly HashSet<string> Tools = ["functionDeclarations", "codeExecution"];

    private static readonly HashSet<string> Parts =
        ["text", "inlineData", "fileData", "functionCall", "functionResponse"]; // a part may have one of these and nothing else

    private static readonly HashSet<string> Declaration = ["name", "description", "parameters"];

    private static readonly HashSet<string> Categories =
        ["HARM_CATEGORY_HARASSMENT", "HARM_CATEGORY_HATE_SPEECH", "HARM_CATEGORY_SEXUALLY_EXPLICIT", "HARM_CATEGORY_DANGEROUS_CONTENT"];

    private static readonly HashSet<string> Thresholds = ["BLOCK_LOW_AND_ABOVE", "BLOCK_MEDIUM_AND_ABOVE", "BLOCK_ONLY_HIGH", "BLOCK_NONE"];

    private static readonly HashSet<string> Modes = ["AUTO", "ANY", "NONE"];

    private static readonly HashSet<string> Later =
    [
        "id", "displayName", "behavior", "parametersJsonSchema", "responseJsonSchema", "propertyOrdering", "title", "default", "example", "anyOf", "pattern",
        "minProperties", "maxProperties", "minLength", "maxLength", "minimum", "maximum", "videoMetadata", "mediaResolution",
    ];

    private readonly SortedSet<string> _left = new(StringComparer.Ordinal);

    public static string Write(CodeRequest request) => new OldPythonCode().Code(request);

    private string Code(CodeRequest request)
    {
        var left = _left;
        string? system = null, tools = null, safety = null, toolConfig = null, generation = null;
        var contents = "[]";
        foreach (var member in WireNode.Read(request.Body).Members ?? [])
        {
            switch (member.Key)
            {
                case "contents":
                    contents = Write(KeptParts(member.Value, left), "contents");
                    break;
                case "systemInstruction":
                    system = Write(member.Value, member.Key);
                    break;
                case "tools":
                    tools = Declared(Kept(member.Value, Tools, left)) is { Items.Count: > 0 } kept ? Write(kept, member.Key) : null;
                    break;
                case "safetySettings":
                    safety = Known(member.Value) is { Items.Count: > 0 } settings ? Write(settings, member.Key) : null;
                    break;
                case "toolConfig" when member.Value["functionCallingConfig"] is { } calling && Modes.Contains(calling["mode"]?.Text ?? ""):
                    toolConfig = Write(WireNode.Object(("functionCallingConfig", calling)), member.Key);
                    break;
                case "generationConfig":
                    generation = Only(member.Value, Generation, left) is { Members.Count: > 0 } some ? Write(some, member.Key) : null;
                    break;
                default:
                    left.Add(member.Key);
                    break;
            }
        }

        var options = request.StudioAddress is { } studio ? $", client_options={{\"api_endpoint\": {Quoted.Json(studio)}}}" : "";
        var model = string.Concat(Argument("system_instruction", system), Argument("tools", tools), Argument("safety_settings", safety));
        var code = HttpCode.Fill(
            """
            {5}import os

            import google.generativeai as genai

            genai.configure(api_key=os.environ["{0}"], transport="rest"{1})

            model = genai.GenerativeModel(
                {2},
            {3})

            response = model.generate_content(
                {4}
            {6})

            print(response.text)

            """,
            request.KeyVariable, options, Quoted.Json(request.Model), model, contents + ",",
            left.Count > 0 ? $"# This older library has no place for: {string.Join(", ", left.Select(Comment))}.\n" : "",
            string.Concat(Argument("generation_config", generation), Argument("tool_config", toolConfig)));
        return code.Contains("base64.b64decode(", StringComparison.Ordinal) ? code.Replace("import os\n", "import base64\nimport os\n", StringComparison.Ordinal) : code;
    }

    /// <summary>A name within a comment: one line, nothing that could end it.</summary>
    public static string Comment(string name) => string.Concat(name.Where(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-' or '/' or ' '));

    private static string Argument(string name, string? value) => value is null ? "" : $"    {name}={value},\n";

    private string Write(WireNode value, string name)
    {
        var place = default(WirePlace).Into(name);
        return Style.Write(Trimmed(value, place), indent: 4, place);
    }

    // Its messages are those of early 2025: what came later would be refused.
    private WireNode Trimmed(WireNode value, WirePlace place)
    {
        if (value.Items is { } items)
        {
            return WireNode.Of(items.Select(i => Trimmed(i, place)));
        }

        if (value.Members is not { } members || place.IsOwn)
        {
            return value;
        }

        _left.UnionWith(members.Select(m => m.Key).Where(k => !place.KeepsNames && Later.Contains(k)));
        return WireNode.Of(members.Where(m => place.KeepsNames || !Later.Contains(m.Key)).Select(m => KeyValuePair.Create(m.Key, Trimmed(m.Value, place.Into(m.Key)))));
    }

    private static WireNode Only(WireNode value, HashSet<string> known, SortedSet<string> left)
    {
        left.UnionWith((value.Members ?? []).Select(m => m.Key).Where(name => !known.Contains(name)));
        return WireNode.Of((value.Members ?? []).Where(m => known.Contains(m.Key)));
    }

    /// <summary>A list of messages of which only known members stay; what is empty then goes.</summary>
    private static WireNode Kept(WireNode list, HashSet<string> known, SortedSet<string> left) =>
        WireNode.Of((list.Items ?? []).Select(item => Only(item, known, left)).Where(item => item.Members is { Count: > 0 }));

    // The class that reads a declaration asks for a description and takes no more than these.
    private WireNode Declared(WireNode tools) => WireNode.Of((tools.Items ?? []).Select(tool => WireNode.Of((tool.Members ?? []).Select(m =>
        m.Key != "functionDeclarations" ? m : KeyValuePair.Create(m.Key, WireNode.Of((m.Value.Items ?? []).Select(d =>
        {
            var kept = Only(d, Declaration, _left);
            return kept["description"] is null ? WireNode.Of([.. kept.Members ?? [], new("description", WireNode.Of(""))]) : kept;
        })))))));

    private WireNode Known(WireNode settings)
    {
        var (known, strange) = ((List<WireNode>)[], (List<WireNode>)[]);
        foreach (var setting in settings.Items ?? [])
        {
            (Categories.Contains(setting["category"]?.Text ?? "") && Thresholds.Contains(setting["threshold"]?.Text ?? "") ? known : strange).Add(setting);
        }

        _left.UnionWith(strange.Select(s => $"{s["category"]?.Text} {s["threshold"]?.Text}"));
        return WireNode.Of(known);
    }

    private static WireNode KeptParts(WireNode contents, SortedSet<string> left) => WireNode.Of((contents.Items ?? []).Select(content => WireNode.Of(
        (content.Members ?? []).Select(m => m.Key == "parts" ? KeyValuePair.Create(m.Key, Kept(m.Value, Parts, left)) : m))));
}
