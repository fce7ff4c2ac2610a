using System.Net;
using System.Text.Json.Nodes;
using GeminiStudio.Emulator;
using Xunit;
using static GeminiStudio.Gemini.Tests.Emulator.EmulatorSession;

namespace GeminiStudio.Gemini.Tests.Emulator;

public sealed class ModelListTests
{
    [Theory]
    [InlineData("v1/models")]
    [InlineData("v1beta/models")]
    [InlineData("v1alpha/models")]
    [InlineData("/v1/models")]
    public async Task Every_version_lists_the_models_also_behind_a_double_slash(string path)
    {
        await using var session = await StartAsync();

        var response = await session.Http.GetAsync(new Uri(session.Server.Address + path), Cancelled);

        var first = (await JsonOfAsync(response))["models"]![0]!;
        Assert.StartsWith("models/", first["name"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Contains("generateContent", first["supportedGenerationMethods"]!.AsArray().Select(m => m!.GetValue<string>()));
    }

    [Fact]
    public async Task Pages_hold_every_model_once()
    {
        await using var session = await StartAsync();
        var names = new List<string>();
        string? token = null;

        do
        {
            var page = await GetAsync(session, $"v1beta/models?pageSize=7&pageToken={Uri.EscapeDataString(token ?? "")}");
            Assert.InRange(page["models"]!.AsArray().Count, 1, 7);
            names.AddRange(page["models"]!.AsArray().Select(m => m!["name"]!.GetValue<string>()));
            token = page["nextPageToken"]?.GetValue<string>();
        }
        while (token is not null);

        var whole = await GetAsync(session, "v1beta/models?pageSize=5000");
        Assert.Equal(whole["models"]!.AsArray().Select(m => m!["name"]!.GetValue<string>()), names);
        Assert.Distinct(names);
        Assert.Null(whole["nextPageToken"]);
    }

    [Theory]
    [InlineData("pageToken=stranger", "page_token")]
    [InlineData("pageSize=-1", "page_size")]
    [InlineData("pageSize=many", "page_size")]
    public async Task A_page_that_makes_no_sense_is_refused(string query, string field)
    {
        await using var session = await StartAsync();

        var response = await session.Http.GetAsync($"v1/models?{query}", Cancelled);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(field, MessageOf(await JsonOfAsync(response)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gemini-3.8-flash")]
    [InlineData("gemini-3-flash-preview")]
    [InlineData("gemini-2.5-flash")]
    [InlineData("gemini-2.5-flash-lite")]
    [InlineData("gemini-pro-latest")]
    [InlineData("gemma-3-27b-it")]
    [InlineData("gemma-3-12b-it")]
    [InlineData("gemma-3-4b-it")]
    public async Task The_models_that_users_name_can_be_read_alone(string id)
    {
        await using var session = await StartAsync();

        Assert.Equal("models/" + id, (await GetAsync(session, "v1/models/" + id))["name"]!.GetValue<string>());
    }

    [Fact]
    public async Task An_alias_answers_with_the_version_behind_it()
    {
        await using var session = await StartAsync();

        Assert.Equal("gemini-3.1-pro-preview", (await session.AnswerAsync(Ask("Hello"), "gemini-pro-latest"))["modelVersion"]!.GetValue<string>());
    }

    private static async Task<JsonNode> GetAsync(EmulatorSession session, string path) =>
        JsonNode.Parse(await session.Http.GetStringAsync(path, Cancelled))!;
}
