using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace GeminiStudio.Functions;

/// <summary>Lists and calls tools of MCP servers: over streamable HTTP through the guarded client, or as a program that the admin has listed.</summary>
public sealed class McpTools(GuardedHttpClient guarded, FunctionSecretStore secrets, StudioOptions options, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Names of the programs that may be started; empty unless the admin listed some.</summary>
    public IReadOnlyCollection<string> Commands => [.. options.McpCommands.Keys];

    /// <summary>What a server offers, as declarations.</summary>
    /// <exception cref="GuardedException">It cannot be reached, or speaks otherwise; the message is for the person.</exception>
    public Task<IReadOnlyList<FunctionDraft>> ListAsync(Guid ownerId, McpAnswer server, CancellationToken cancellationToken) => WithAsync<IReadOnlyList<FunctionDraft>>(
        ownerId, server,
        async (client, token) => [.. (await client.ListToolsAsync(cancellationToken: token)).Select(t => FunctionDraft.Of(
            t.Name, t.Description, SchemaNode.Read(JsonNode.Parse(t.JsonSchema.GetRawText())), isJsonSchema: true))],
        cancellationToken);

    /// <exception cref="GuardedException">As for <see cref="ListAsync"/>.</exception>
    public Task<JsonNode?> CallAsync(Guid ownerId, FunctionCall call, McpAnswer server, CancellationToken cancellationToken) => WithAsync(
        ownerId, server,
        async (client, token) =>
        {
            var arguments = call.Args.ToDictionary(a => a.Key, a => (object?)JsonSerializer.SerializeToElement(a.Value), StringComparer.Ordinal);
            return Answer(await client.CallToolAsync(server.Tool ?? call.Name, arguments, cancellationToken: token));
        },
        cancellationToken);

    private static JsonNode? Answer(CallToolResult result)
    {
        var text = string.Join('\n', result.Content.OfType<TextContentBlock>().Select(c => c.Text)).Replace("\0", "", StringComparison.Ordinal);
        var others = result.Content.Where(c => c is not TextContentBlock).Select(c => c.Type).ToList();
        var answer = new JsonObject { [result.IsError == true ? "error" : "output"] = HttpFunctions.Shown(text, secret: null) };
        if (result.StructuredContent is { } structured)
        {
            answer["structured"] = JsonNode.Parse(JsonSerializer.Serialize(structured));
        }

        if (others.Count > 0)
        {
            answer["leftOut"] = string.Join(", ", others); // pictures and sounds of a tool are not passed on
        }

        return answer;
    }

    private async Task<T> WithAsync<T>(Guid ownerId, McpAnswer server, Func<McpClient, CancellationToken, Task<T>> use, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Patience, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await using var client = await McpClient.CreateAsync(await TransportAsync(ownerId, server, cancellationToken), cancellationToken: both.Token);
            return await use(client, both.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new GuardedException($"The MCP server did not answer within {Patience.TotalSeconds:0} s.");
        }
        catch (Exception e) when (e is McpException or HttpRequestException or IOException or JsonException or InvalidOperationException)
        {
            throw Guarded(e) ?? new GuardedException(e is McpException ? $"The MCP server refused: {e.Message}" : "No MCP server answers there.");
        }
    }

    private async Task<IClientTransport> TransportAsync(Guid ownerId, McpAnswer server, CancellationToken cancellationToken)
    {
        if (server.Command is { } name)
        {
            var words = options.McpCommands.TryGetValue(name, out var line) ? line.Split(' ', StringSplitOptions.RemoveEmptyEntries) : [];
            return words.Length == 0
                ? throw new GuardedException($"The admin has not listed a program named {name} in Studio:McpCommands.")
                : new StdioClientTransport(new() { Name = name, Command = words[0], Arguments = words[1..], InheritEnvironmentVariables = false });
        }

        if (server.Host is not { } host || GuardedScope.HostOf(server.Url) is null)
        {
            throw new GuardedException("The MCP server has no address.");
        }

        if (!HttpFunctions.TakesHeader(server.Header))
        {
            throw new GuardedException("That cannot be the name of a header.");
        }

        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (!string.IsNullOrEmpty(server.Header) && !string.IsNullOrEmpty(server.Secret))
        {
            headers[server.Header] = (await secrets.FindAsync(ownerId, server.Secret, cancellationToken) ?? throw new GuardedException($"There is no secret named {server.Secret}.")).Reveal();
        }

        var transport = new HttpClientTransportOptions { Endpoint = new(server.Url!), TransportMode = HttpTransportMode.StreamableHttp, AdditionalHeaders = headers };
        return new HttpClientTransport(transport, guarded.Open(new(host, server.AllowsLoopback)), loggerFactory: null, ownsHttpClient: true);
    }

    private static GuardedException? Guarded(Exception? e) => e is null or GuardedException ? e as GuardedException : Guarded(e.InnerException);
}
