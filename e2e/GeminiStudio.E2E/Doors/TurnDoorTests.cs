using System.Net;
using System.Text;
using System.Text.Json;
using GeminiStudio.Data;
using GeminiStudio.People;
using GeminiStudio.Sessions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace GeminiStudio.E2E.Doors;

/// <summary>The door that a turn's changed words come through.</summary>
public sealed class TurnDoorTests(DoorFixture door) : IClassFixture<DoorFixture>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Words_longer_than_a_circuit_carries_come_back_as_they_were_changed()
    {
        var turn = await TurnAsync("short");
        var (changed, words) = (Guid.NewGuid(), new string('字', 300_000) + " \"quoted\" \\u0041 <b>");

        var answer = await EditAsync(turn, new { newTurnId = changed, run = false, texts = new[] { words + "\0" } });

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        using var client = door.Client();
        Assert.Equal([words], JsonSerializer.Deserialize<string[]>(await client.GetStringAsync($"/api/turns/{changed}/texts", Cancellation))!);
        Assert.Equal("short", await client.GetStringAsync($"/api/turns/{turn}/text", Cancellation));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("""{"newTurnId":"x","texts":["a"]}""")]
    [InlineData("""{"newTurnId":"11111111-1111-1111-1111-111111111111"}""")]
    [InlineData("""{"newTurnId":"11111111-1111-1111-1111-111111111111","texts":[null]}""")]
    [InlineData("""{"newTurnId":"11111111-1111-1111-1111-111111111111","texts":[1]}""")]
    [InlineData("""{"newTurnId":"00000000-0000-0000-0000-000000000000","texts":["a"]}""")]
    [InlineData("""{"newTurnId":"11111111-1111-1111-1111-111111111111","texts":["\ud800"]}""")]
    public async Task What_is_no_change_is_refused_and_changes_nothing(string body)
    {
        var turn = await TurnAsync("kept");

        var answer = await PostAsync(turn, new StringContent(body, Encoding.UTF8, "application/json"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(1, await SiblingsAsync(turn));
    }

    [Fact]
    public async Task Another_kind_of_body_an_empty_text_and_one_that_is_too_long_say_why()
    {
        var turn = await TurnAsync("kept");

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await PostAsync(turn, new StringContent("x"))).StatusCode);
        Assert.Contains("Write something first.", await SaidAsync(await EditAsync(turn, new { newTurnId = Guid.NewGuid(), run = true, texts = new[] { " \n" } }), HttpStatusCode.Conflict), StringComparison.Ordinal);
        var tooLong = await EditAsync(turn, new { newTurnId = Guid.NewGuid(), run = false, texts = new[] { new string('a', DraftStore.MaxBytes), "a" } });
        Assert.Contains("4 MB", await SaidAsync(tooLong, HttpStatusCode.RequestEntityTooLarge), StringComparison.Ordinal);

        Assert.Equal(1, await SiblingsAsync(turn));
    }

    [Fact]
    public async Task A_turn_that_is_not_there_is_not_found() =>
        Assert.Equal(HttpStatusCode.NotFound, (await EditAsync(Guid.NewGuid(), new { newTurnId = Guid.NewGuid(), run = false, texts = new[] { "a" } })).StatusCode);

    private async Task<Guid> TurnAsync(string text)
    {
        using var scope = door.Studio.Services.CreateScope();
        scope.ServiceProvider.GetRequiredService<CurrentUser>().Actor = LocalOwner.Actor;
        var studio = scope.ServiceProvider.GetRequiredService<GeminiService>();
        var (session, turn) = (Guid.NewGuid(), Guid.NewGuid());
        var revision = await studio.SaveDraftAsync(session, DraftStore.Composer, 1, text, Cancellation);
        Assert.Null(await studio.AddTurnAsync(session, turn, revision, "user", new RunSettings { Model = "gemini-3.8-flash" }, Cancellation));
        return turn;
    }

    private Task<int> SiblingsAsync(Guid turn) => door.Studio.ReadAsync(async db =>
    {
        var session = await db.Turns.Where(t => t.Id == turn).Select(t => t.SessionId).SingleAsync();
        return await db.Turns.CountAsync(t => t.SessionId == session);
    });

    private Task<HttpResponseMessage> EditAsync(Guid turn, object edit) => PostAsync(turn, new StringContent(JsonSerializer.Serialize(edit), Encoding.UTF8, "application/json"));

    private async Task<HttpResponseMessage> PostAsync(Guid turn, HttpContent content)
    {
        using var client = door.Client();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/turns/{turn}/edit") { Content = content };
        request.Headers.Add("X-CSRF", "1");
        return await client.SendAsync(request, Cancellation);
    }

    private static async Task<string> SaidAsync(HttpResponseMessage answer, HttpStatusCode status)
    {
        Assert.Equal(status, answer.StatusCode);
        using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancellation));
        return problem.RootElement.GetProperty("detail").GetString()!;
    }
}
