namespace GeminiStudio.Sessions.Code;

/// <summary>Contents as OpenAI's messages. A function's answer finds its call by id, else by name and order.</summary>
internal sealed class OpenAiMessages(SortedSet<string> left)
{
    private readonly List<(string Name, string Id)> _open = [];
    private int _calls;

    public WireNode Write(WireNode? system, WireNode? contents)
    {
        var messages = new List<WireNode>();
        if (system is not null)
        {
            messages.Add(Message("system", WireNode.Of(TextOf(Parts(system)))));
        }

        foreach (var content in contents?.Items ?? [])
        {
            messages.AddRange(content["role"]?.Text == "model" ? [Assistant(Parts(content))] : User(Parts(content)));
        }

        return WireNode.Of(messages);
    }

    private WireNode Assistant(IReadOnlyList<WireNode> parts)
    {
        var calls = parts.Where(p => p["functionCall"] is not null).Select(Call).ToList();
        var text = TextOf(parts);
        left.UnionWith(parts.SelectMany(p => p.Members ?? []).Select(m => m.Key).Where(k => k is not ("text" or "thought" or "functionCall" or "thoughtSignature")));
        if (parts.Any(p => p["thoughtSignature"] is not null && p["functionCall"] is null))
        {
            left.Add("thoughtSignature of a text");
        }

        return WireNode.Object(
            ("role", WireNode.Of("assistant")),
            ("content", text.Length > 0 || calls.Count == 0 ? WireNode.Of(text) : null),
            ("tool_calls", calls.Count > 0 ? WireNode.Of(calls) : null));
    }

    private WireNode Call(WireNode part)
    {
        var call = part["functionCall"]!;
        var name = call["name"]?.Text ?? "";
        var id = call["id"]?.Text ?? $"call_{++_calls}";
        _open.Add((name, id));
        return WireNode.Object(
            ("id", WireNode.Of(id)),
            ("type", WireNode.Of("function")),
            ("function", WireNode.Object(("name", WireNode.Of(name)), ("arguments", WireNode.Of(call["args"] is { } args ? LiteralStyle.Compact.Write(args) : "{}")))),
            ("extra_content", part["thoughtSignature"] is { } signature ? WireNode.Object(("google", WireNode.Object(("thought_signature", signature)))) : null));
    }

    private IEnumerable<WireNode> User(IReadOnlyList<WireNode> parts)
    {
        foreach (var response in parts.Select(p => p["functionResponse"]).OfType<WireNode>())
        {
            var name = response["name"]?.Text ?? "";
            var at = _open.FindIndex(c => response["id"]?.Text is { } known ? c.Id == known : c.Name == name);
            var id = at >= 0 ? _open[at].Id : response["id"]?.Text ?? name;
            _open.RemoveRange(Math.Max(0, at), at >= 0 ? 1 : 0);
            yield return WireNode.Object(
                ("role", WireNode.Of("tool")), ("tool_call_id", WireNode.Of(id)), ("content", WireNode.Of(response["response"] is { } value ? LiteralStyle.Compact.Write(value) : "{}")));
        }

        var said = parts.Where(p => p["functionResponse"] is null).ToList();
        if (said.Count == 0)
        {
            yield break;
        }

        yield return said.All(p => p["text"] is not null)
            ? Message("user", WireNode.Of(TextOf(said)))
            : Message("user", WireNode.Of(said.Select(Piece).OfType<WireNode>()));
    }

    private WireNode? Piece(WireNode part)
    {
        var mime = part["inlineData"]?["mimeType"]?.Text ?? "";
        var data = part["inlineData"]?["data"]?.Text;
        if (part["text"] is { } text)
        {
            return WireNode.Object(("type", WireNode.Of("text")), ("text", text));
        }

        if (data is not null && mime.StartsWith("image/", StringComparison.Ordinal))
        {
            return WireNode.Object(("type", WireNode.Of("image_url")), ("image_url", WireNode.Object(("url", WireNode.Of($"data:{mime};base64,{data}")))));
        }

        if (data is not null && mime.StartsWith("audio/", StringComparison.Ordinal))
        {
            var format = mime["audio/".Length..] is "mpeg" ? "mp3" : mime["audio/".Length..].Replace("x-", "", StringComparison.Ordinal);
            return WireNode.Object(("type", WireNode.Of("input_audio")), ("input_audio", WireNode.Object(("data", WireNode.Of(data)), ("format", WireNode.Of(format)))));
        }

        left.Add(data is not null ? $"inlineData {mime}" : part.Members?.FirstOrDefault().Key ?? "part");
        return null;
    }

    private static IReadOnlyList<WireNode> Parts(WireNode content) => content["parts"]?.Items ?? [];

    private static string TextOf(IEnumerable<WireNode> parts) =>
        string.Join("\n", parts.Where(p => p["thought"]?.Literal != "true").Select(p => p["text"]?.Text).Where(t => !string.IsNullOrEmpty(t)));

    private static WireNode Message(string role, WireNode content) => WireNode.Object(("role", WireNode.Of(role)), ("content", content));
}
