using System.Diagnostics;
using System.Text.Json.Nodes;
using GeminiStudio.E2E.Doors;
using GeminiStudio.Functions;
using GeminiStudio.People;
using GeminiStudio.TestRig;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace GeminiStudio.E2E.Judges;

/// <summary>An MCP server that we did not write: what we cannot list and call there, we cannot elsewhere.</summary>
public sealed class McpTests(DoorFixture door) : IClassFixture<DoorFixture>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_from_npm_is_connected_listed_and_called_through_the_guarded_client()
    {
        var folder = await JudgeFolder.GetAsync(Cancel);
        var port = FreePort.Find();
        var start = new ProcessStartInfo(NodeBinary.Find(), [Path.Combine("node_modules", "@modelcontextprotocol", "server-everything", "dist", "index.js"), "streamableHttp"]) { WorkingDirectory = folder };
        start.Environment["PORT"] = $"{port}";
        await using var node = ChildProcess.Start(start);
        var server = new McpAnswer { Url = $"http://127.0.0.1:{port}/mcp", Host = $"127.0.0.1:{port}", AllowsLoopback = true };
        var mcp = door.Studio.Services.GetRequiredService<McpTools>();

        var tools = await ListAsync(mcp, server, node);
        var echo = Assert.Single(tools, t => t.Name == "echo");
        var answer = await mcp.CallAsync(LocalOwner.Actor.UserId, new FunctionCall(0, null, "echo", new JsonObject { ["message"] = "Ahoj" }), server, Cancel);

        Assert.True(echo.IsJsonSchema);
        Assert.Equal("message", Assert.Single(echo.Parameters.Properties).Name);
        Assert.DoesNotContain(SchemaRules.OfFunctions(JsonSource.Parse(Declarations.Write(tools))), p => p.IsError);
        Assert.Equal("Echo: Ahoj", answer!["output"]!.ToString());
        await Assert.ThrowsAsync<GuardedException>(() => mcp.ListAsync(LocalOwner.Actor.UserId, server with { AllowsLoopback = false }, Cancel));
    }

    [Fact]
    public async Task A_program_that_the_admin_listed_is_started_listed_and_called_and_no_other_is()
    {
        var folder = await JudgeFolder.GetAsync(Cancel);
        var options = new StudioOptions { McpCommands = { ["everything"] = $"{NodeBinary.Find()} {Path.Combine(folder, "node_modules", "@modelcontextprotocol", "server-everything", "dist", "index.js")} stdio" } };
        var services = door.Studio.Services;
        var mcp = new McpTools(services.GetRequiredService<GuardedHttpClient>(), services.GetRequiredService<FunctionSecretStore>(), options, TimeProvider.System);
        var server = new McpAnswer { Command = "everything" };

        var tools = await mcp.ListAsync(LocalOwner.Actor.UserId, server, Cancel);
        var answer = await mcp.CallAsync(LocalOwner.Actor.UserId, new FunctionCall(0, null, "echo", new JsonObject { ["message"] = "Ahoj" }), server, Cancel);

        Assert.Contains(tools, t => t.Name == "echo");
        Assert.Equal("Echo: Ahoj", answer!["output"]!.ToString());
        Assert.Empty(services.GetRequiredService<McpTools>().Commands); // of a studio whose admin lists none
        var refused = await Assert.ThrowsAsync<GuardedException>(() => services.GetRequiredService<McpTools>().ListAsync(LocalOwner.Actor.UserId, server, Cancel));
        Assert.Contains("Studio:McpCommands", refused.Message, StringComparison.Ordinal);
    }

    // The program says when it listens; until then the port is closed, and each try ends at once.
    private static async Task<IReadOnlyList<FunctionDraft>> ListAsync(McpTools mcp, McpAnswer server, ChildProcess node)
    {
        while (true)
        {
            var listened = node.Output.Contains("listening on port", StringComparison.Ordinal); // before the try, which may begin too early and end too late
            try
            {
                return await mcp.ListAsync(LocalOwner.Actor.UserId, server, Cancel);
            }
            catch (GuardedException) when (!listened && !node.HasExited)
            {
                await Task.Yield();
            }
        }
    }
}
