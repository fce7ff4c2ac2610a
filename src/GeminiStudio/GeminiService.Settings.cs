using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using GeminiStudio.Access;
using GeminiStudio.Sessions;

namespace GeminiStudio;

/// <content>Settings of past turns, and the whole request as JSON.</content>
public sealed partial class GeminiService
{
    // A picture in the history is a megabyte of letters that nobody edits.
    private const int LongestData = 1024;

    /// <summary>The settings that a turn was run with, for use in the next one; null when there are none for this person.</summary>
    public async Task<RunSettings?> SettingsOfTurnAsync(Guid turnId, CancellationToken cancellationToken) =>
        await turns.FindAsync(Me, turnId, cancellationToken) is { Settings: { } json } ? RunSettingsJson.Read(json) : null;

    /// <summary>The request that would be sent now, indented; variables stand in it as they are typed.</summary>
    public async Task<string> RequestAsync(Guid sessionId, CancellationToken cancellationToken)
    {
        var settings = await CurrentSettingsAsync(sessionId, cancellationToken);
        var system = (await drafts.FindAsync(Me, sessionId, DraftStore.System, cancellationToken))?.Text ?? "";
        var text = (await drafts.FindAsync(Me, sessionId, DraftStore.Composer, cancellationToken))?.Text ?? "";
        var history = (await turns.HistoryAsync(sessionId, await turns.HeadAsync(Me, sessionId, cancellationToken), cancellationToken)).ToList();
        if (text.Length > 0)
        {
            history.Add(new HistoryTurn("user", PartsJson.OfText(text), null));
        }

        var body = RequestBuilder.Build(models.Find(settings.Model), settings, system, history);
        var request = JsonNode.Parse(body.Span, documentOptions: new JsonDocumentOptions { MaxDepth = 512 })!;
        Shorten(request["contents"]);
        return request.ToJsonString(new JsonSerializerOptions(RelaxedJson.Indented) { MaxDepth = 512 });
    }

    /// <summary>Takes a request that a person edited or pasted apart: settings, system instruction and message go to their places.</summary>
    /// <returns>What was changed or not taken on the way, or why it cannot be read.</returns>
    public async Task<RequestChange> ApplyRequestAsync(Guid sessionId, string json, CancellationToken cancellationToken)
    {
        AccessRules.Demand(user.Actor, Verb.Write, ResourceKind.Draft, Me);
        if (RequestReader.Read(json, await CurrentSettingsAsync(sessionId, cancellationToken), models.Find, out var problem) is not { } read)
        {
            return new(problem, []);
        }

        if (DraftStore.TooLarge(DraftStore.System, read.SystemInstruction) is { } tooLarge)
        {
            return new(tooLarge, []);
        }

        if (SettingsCheck.Find(models.Find(read.Settings.Model), read.Settings) is [var refused, ..])
        {
            return new(refused.Description, []);
        }

        await SaveSettingsAsync(sessionId, read.Settings, cancellationToken);
        await SaveTextAsync(sessionId, DraftStore.System, read.SystemInstruction, cancellationToken);
        if (read.Text is { } text && !await IsLastTurnAsync(sessionId, text, cancellationToken))
        {
            await SaveTextAsync(sessionId, DraftStore.Composer, text, cancellationToken);
        }

        return new(null, read.Notes);
    }

    /// <summary>The settings of the session, or of the page that has none yet.</summary>
    public Task<RunSettings> SettingsAsync(Guid sessionId, CancellationToken cancellationToken) => CurrentSettingsAsync(sessionId, cancellationToken);

    private async Task<RunSettings> CurrentSettingsAsync(Guid sessionId, CancellationToken cancellationToken) =>
        await sessions.ExistsAsync(Me, sessionId, cancellationToken)
            ? await sessions.SettingsAsync(Me, sessionId, cancellationToken)
            : await NewSessionSettingsAsync(sessionId, cancellationToken);

    // With an empty composer the request ends with the last turn, which is not to be said twice.
    private async Task<bool> IsLastTurnAsync(Guid sessionId, string text, CancellationToken cancellationToken) =>
        (await turns.HistoryAsync(sessionId, await turns.HeadAsync(Me, sessionId, cancellationToken), cancellationToken)).LastOrDefault() is { Role: "user" } last
        && string.Concat(PartsJson.Texts(last.Parts)) == text;

    private async Task SaveTextAsync(Guid sessionId, string kind, string text, CancellationToken cancellationToken)
    {
        var draft = await drafts.FindAsync(Me, sessionId, kind, cancellationToken);
        if ((draft?.Text ?? "") != text)
        {
            await drafts.SaveAsync(Me, sessionId, kind, (draft?.Revision ?? 0) + 1, TypedText.Storable(text), cancellationToken);
        }
    }

    private static void Shorten(JsonNode? node)
    {
        foreach (var inner in node switch { JsonArray list => [.. list], JsonObject json => json.Select(m => m.Value).ToList(), _ => (List<JsonNode?>)[] })
        {
            Shorten(inner);
        }

        if (node is JsonObject { Count: > 0 } data && data["data"] is JsonValue value && value.TryGetValue(out string? text) && text.Length > LongestData)
        {
            data["data"] = $"({Encoding.UTF8.GetByteCount(text):N0} letters that stay in the chat)";
        }
    }
}

/// <summary>What became of a request that a person edited.</summary>
/// <param name="Problem">Why it was not taken; null when it was.</param>
/// <param name="Notes">What was changed or not taken on the way.</param>
public sealed record RequestChange(string? Problem, IReadOnlyList<string> Notes);
