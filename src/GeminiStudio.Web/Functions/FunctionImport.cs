using GeminiStudio.Functions;

namespace GeminiStudio.Web.Functions;

/// <summary>Functions from what a person pasted, with the answer that suits them.</summary>
internal static class FunctionImport
{
    /// <param name="source">openapi, csharp or json.</param>
    /// <param name="text">What was pasted.</param>
    /// <returns>Functions, or why there are none.</returns>
    public static (IReadOnlyList<(FunctionDraft, FunctionAnswer?)> Found, string? Problem) Read(string source, string text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return ([], "Paste something first.");
        }

        return source switch { "openapi" => FromOpenApi(text), "csharp" => FromCSharp(text), _ => FromJson(text) };
    }

    public static async Task<(IReadOnlyList<(FunctionDraft, FunctionAnswer?)> Found, string? Problem)> FromMcpAsync(GeminiService studio, string? url, string? command, bool loopback)
    {
        var server = new McpAnswer { Url = url?.Trim(), Command = command, Host = GuardedScope.HostOf(url?.Trim()), AllowsLoopback = loopback };
        if (command is null && server.Host is null)
        {
            return ([], "Give an http or https address.");
        }

        var (tools, problem) = await studio.McpToolsAsync(server, CancellationToken.None);
        return ([.. tools.Select(t => (t, (FunctionAnswer?)new FunctionAnswer { Kind = AnswerKind.Mcp, Mcp = server with { Tool = t.Name } }))], problem ?? (tools.Count == 0 ? "The server offers no tools." : null));
    }

    private static (IReadOnlyList<(FunctionDraft, FunctionAnswer?)>, string?) FromOpenApi(string text)
    {
        var read = OpenApiFunctions.Read(text);
        return ([.. read.Functions.Select(f => (f.Function, f.Url is null ? null : new FunctionAnswer { Http = new() { Method = f.Method, Url = f.Url } }))], read.Problem?.Message);
    }

    private static (IReadOnlyList<(FunctionDraft, FunctionAnswer?)>, string?) FromCSharp(string text)
    {
        var read = CSharpTypes.Read(text);
        if (read.Type is not { } type)
        {
            return ([], $"Line {read.Problem!.Line}. {read.Problem.Message}");
        }

        var schema = type.Schema["type"]!.ToString() == "object" ? SchemaNode.Read(type.Schema) : Wrapped(type);
        return ([(FunctionDraft.Of(type.Name, type.Description, schema, type.IsJsonSchema), null)], null);
    }

    // An enum alone becomes the one parameter of a function.
    private static SchemaNode Wrapped(CSharpSchema type) => SchemaNode.Read(new System.Text.Json.Nodes.JsonObject
    {
        ["type"] = "object",
        ["properties"] = new System.Text.Json.Nodes.JsonObject { ["value"] = type.Schema },
        ["required"] = new System.Text.Json.Nodes.JsonArray("value"),
    });

    private static (IReadOnlyList<(FunctionDraft, FunctionAnswer?)>, string?) FromJson(string text)
    {
        var source = JsonSource.Parse(text);
        if (SchemaRules.OfFunctions(source).FirstOrDefault(p => p.IsError) is { } problem)
        {
            return ([], $"Line {problem.Line}. {problem.Message}");
        }

        return ([.. Declarations.Of(source.Root).Select(f => (f, (FunctionAnswer?)null))], null);
    }
}
