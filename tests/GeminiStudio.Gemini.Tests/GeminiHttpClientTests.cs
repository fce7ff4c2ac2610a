using System.Text;
using GeminiStudio.Gemini.Tests.Support;
using Xunit;

namespace GeminiStudio.Gemini.Tests;

public sealed class GeminiHttpClientTests
{
    [Fact(Timeout = 30_000)]
    public async Task The_key_goes_in_a_header_and_nowhere_else()
    {
        await using var server = new ScriptedServer(x => x.StreamAsync(Calls.Hello, Calls.Stop));
        using var client = Calls.Client(server.Address);

        Assert.Equal("Hello!", (await client.AllAsync(Calls.Stream)).Text());

        var request = Assert.Single(server.Requests);
        Assert.Equal("POST /v1beta/models/gemini-3.8-flash:streamGenerateContent?alt=sse HTTP/1.1", request.RequestLine);
        Assert.Equal(Calls.Key, request.Header("x-goog-api-key"));
        Assert.Single(request.Head.Split(Calls.Key)[1..]);
        Assert.Equal("gemini-studio/0.1.0", request.Header("x-goog-api-client"));
        Assert.Equal("application/json", request.Header("Content-Type"));
        Assert.Equal(Calls.Stream.Body.ToArray(), request.Body);
    }

    [Fact(Timeout = 30_000)]
    public async Task Without_a_key_none_is_sent()
    {
        await using var server = new ScriptedServer(x => x.StreamAsync(Calls.Stop));
        using var client = Calls.Client(server.Address);

        await client.AllAsync(Calls.Stream with { Key = null });

        Assert.Null(server.Requests[0].Header("x-goog-api-key"));
    }

    [Theory(Timeout = 30_000)]
    [InlineData("a\r\nX-Evil: CANARY")]
    [InlineData("CANARY with blanks")]
    [InlineData("CANARYé")]
    [InlineData("")]
    public async Task A_key_that_cannot_be_a_header_is_refused_here_and_not_quoted(string key)
    {
        await using var server = new ScriptedServer(x => x.StreamAsync(Calls.Stop));
        using var client = Calls.Client(server.Address);

        var failure = await client.FailureAsync(Calls.Stream with { Key = new Secret(key) });

        Assert.Equal(GeminiErrorKind.KeyRejected, failure.Kind);
        Assert.DoesNotContain("CANARY", failure.ToString(), StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("", "gemini-3.8-flash", "/v1beta/models/gemini-3.8-flash")]
    [InlineData("", "models/gemini-3.8-flash", "/v1beta/models/gemini-3.8-flash")]
    [InlineData("", "tunedModels/my_1", "/v1beta/tunedModels/my_1")]
    [InlineData("proxy/gemini", "x", "/proxy/gemini/v1beta/models/x")]
    [InlineData("proxy/gemini/", "x", "/proxy/gemini/v1beta/models/x")]
    public async Task The_path_fits_the_base_address_and_the_model(string prefix, string model, string path)
    {
        await using var server = new ScriptedServer(x => x.AnswerAsync(200, Calls.Stop).AsTask());
        using var client = Calls.Client(new Uri(server.Address, prefix));

        await client.AllAsync(Calls.Unary with { Model = model });
        await client.AllAsync(new GeminiCall { Method = GeminiMethod.GetModel, Model = model });

        Assert.Equal($"POST {path}:generateContent HTTP/1.1", server.Requests[0].RequestLine);
        Assert.Equal($"GET {path} HTTP/1.1", server.Requests[1].RequestLine);
    }

    [Theory(Timeout = 30_000)]
    [InlineData(GeminiMethod.GenerateContent, "POST", "/models/m:generateContent")]
    [InlineData(GeminiMethod.CountTokens, "POST", "/models/m:countTokens")]
    [InlineData(GeminiMethod.EmbedContent, "POST", "/models/m:embedContent")]
    [InlineData(GeminiMethod.BatchEmbedContents, "POST", "/models/m:batchEmbedContents")]
    [InlineData(GeminiMethod.ListModels, "GET", "/models?pageSize=2&pageToken=a%3D")]
    [InlineData(GeminiMethod.GetModel, "GET", "/models/m")]
    public async Task A_call_that_does_not_stream_yields_one_chunk_with_the_bytes_that_came(GeminiMethod method, string verb, string path)
    {
        const string body = "{\n  \"totalTokens\": 31\n}\n";
        await using var server = new ScriptedServer(x => x.AnswerAsync(200, body).AsTask());
        using var client = Calls.Client(server.Address, new GeminiOptions { ApiVersion = "v1" });
        var query = method == GeminiMethod.ListModels ? "pageSize=2&pageToken=a%3D" : null;

        var chunk = Assert.Single(await client.AllAsync(new GeminiCall { Method = method, Model = "m", Query = query }));

        Assert.Equal(body.Trim(), chunk.Json.Utf8());
        Assert.Equal($"{verb} /v1{path} HTTP/1.1", server.Requests[0].RequestLine);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("models/models/x", null)]
    [InlineData("..", null)]
    [InlineData("a/b", null)]
    [InlineData("tunedModels/..", null)]
    [InlineData("x:generateContent", null)]
    [InlineData("x?key=1", null)]
    [InlineData("", null)]
    [InlineData("x\n", null)]
    [InlineData("x", "key=AIza1234567890")]
    [InlineData("x", "a=1&KEY=1")]
    [InlineData("x", "%6bey=1")]
    [InlineData("x", "a=1#b")]
    public async Task A_model_or_query_that_could_bend_the_address_is_refused_here(string model, string? query)
    {
        await using var server = new ScriptedServer(x => x.AnswerAsync(200, "{}").AsTask());
        using var client = Calls.Client(server.Address);

        var failure = await client.FailureAsync(Calls.Stream with { Model = model, Query = query });

        Assert.Equal(GeminiErrorKind.InvalidRequest, failure.Kind);
        Assert.Empty(server.Requests);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_redirect_is_refused_and_the_other_host_sees_nothing()
    {
        await using var other = new ScriptedServer(x => x.AnswerAsync(200, "{}").AsTask());
        await using var server = new ScriptedServer(x => x.AnswerAsync(302, "", headers: $"Location: {other.Address}v1beta/x\r\n").AsTask());
        using var client = Calls.Client(server.Address);

        var failure = await client.FailureAsync(Calls.Stream);

        Assert.Equal(GeminiErrorKind.Protocol, failure.Kind);
        Assert.Equal(302, failure.HttpStatus);
        Assert.Empty(other.Requests);
        Assert.Single(server.Requests);
    }

    [Fact(Timeout = 30_000)]
    public async Task Cookies_are_neither_kept_nor_sent()
    {
        await using var server = new ScriptedServer(x => x.AnswerAsync(200, "{}", headers: "Set-Cookie: a=b; Path=/\r\n").AsTask());
        using var client = Calls.Client(server.Address);

        await client.AllAsync(Calls.Unary);
        await client.AllAsync(Calls.Unary);

        Assert.Null(server.Requests[1].Header("Cookie"));
    }

    [Theory]
    [InlineData("http://user:CANARY@host/")]
    [InlineData("ftp://host/")]
    public void A_base_address_that_is_none_is_refused_without_being_quoted(string address)
    {
        var failure = Assert.Throws<ArgumentException>(() => Calls.Client(new Uri(address)));

        Assert.DoesNotContain("CANARY", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_about_a_call_or_client_prints_the_key()
    {
        using var client = Calls.Client(GeminiOptions.GoogleBaseUrl);

        Assert.DoesNotContain("CANARY", new StringBuilder().Append(Calls.Stream).Append(client).ToString(), StringComparison.Ordinal);
    }
}
