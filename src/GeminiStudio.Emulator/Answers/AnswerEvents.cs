using System.Text.Json.Nodes;
using GeminiStudio.Emulator.Models;
using GeminiStudio.Emulator.Requests;
using GeminiStudio.Emulator.Scripts;

namespace GeminiStudio.Emulator.Answers;

/// <summary>Cuts a draft into the events of a stream, or folds it into one answer.</summary>
internal sealed class AnswerEvents(Model model, GenerateRequest request, Script script, string responseId)
{
    private readonly Usage _usage = new(request, script.Usage);

    /// <summary>The events in their order; the last one carries the finish reason.</summary>
    public IEnumerable<JsonObject> Stream(Draft draft)
    {
        var thought = 0;
        foreach (var (index, summary) in draft.ThoughtSummaries.Index())
        {
            thought = (draft.ThoughtTokens ?? 0) * (index + 1) / draft.ThoughtSummaries.Count;
            yield return Event(Candidate(ThoughtPart(summary)), thought, 0);
        }
        var final = FinalForm.Of(draft.FinishReason);
        foreach (var part in draft.Lead)
        {
            yield return Event(Candidate(Signed(part)), draft.ThoughtTokens, TokenCount.Of(part.ToJsonString()));
        }
        var pieces = TextPieces.Cut(draft.Text, script).ToList();
        var length = 0;
        for (var i = 0; i < pieces.Count; i++)
        {
            length += pieces[i].Length;
            var candidate = Candidate(new JsonObject { ["text"] = pieces[i] });
            // A model that does not sign says on its last words why it stopped.
            var endsHere = i == pieces.Count - 1 && !model.Signs && final == FinalForm.Plain && draft.IsPlain;
            if (endsHere)
            {
                candidate.Insert(1, "finishReason", draft.FinishReason);
            }
            yield return Event(candidate, draft.ThoughtTokens, TokenCount.Of(length));
            if (endsHere)
            {
                yield break;
            }
        }
        if (draft.Calls is { } calls)
        {
            yield return Event(Candidate([.. CallParts(calls)]), draft.ThoughtTokens, TokensOf(draft));
        }
        foreach (var part in draft.Media)
        {
            yield return Event(Candidate(Signed(part)), draft.ThoughtTokens, TokensOf(draft), draft.MediaTokens);
        }
        var last = model.Signs && draft.Text.Length > 0
            ? new JsonObject { ["text"] = "", ["thoughtSignature"] = Signature() }
            : new JsonObject { ["text"] = "" };
        yield return Event(final.Candidate(draft, last), draft.ThoughtTokens, TokensOf(draft), draft.MediaTokens);
    }

    /// <summary>The whole answer in one object.</summary>
    public JsonObject Whole(Draft draft)
    {
        var parts = draft.ThoughtSummaries.Select(ThoughtPart).Concat(draft.Lead.Select(Signed)).ToList();
        if (draft.Text.Length > 0)
        {
            var text = new JsonObject { ["text"] = draft.Text };
            if (model.Signs)
            {
                text["thoughtSignature"] = Signature();
            }
            parts.Add(text);
        }
        parts.AddRange(draft.Calls is { } calls ? CallParts(calls) : []);
        parts.AddRange(draft.Media.Select(Signed));
        return Event(FinalForm.Of(draft.FinishReason).Candidate(draft, [.. parts]), draft.ThoughtTokens, TokensOf(draft), draft.MediaTokens);
    }

    /// <summary>An answer that refuses the prompt itself.</summary>
    public JsonObject Blocked(string reason)
    {
        var blocked = Event(null, null, 0);
        blocked.Insert(0, "promptFeedback", new JsonObject { ["blockReason"] = reason });
        return blocked;
    }

    /// <summary>An answer that holds nothing.</summary>
    public JsonObject Nothing(EmptyAnswer kind)
    {
        var stop = new JsonObject { ["finishReason"] = "STOP", ["index"] = 0 };
        switch (kind)
        {
            case EmptyAnswer.NoCandidates:
                return Event(null, null, 0);
            case EmptyAnswer.EmptyCandidates:
                var empty = Event(null, null, 0);
                empty.Insert(0, "candidates", new JsonArray());
                return empty;
            case EmptyAnswer.EmptyContent:
                stop.Insert(0, "content", new JsonObject());
                break;
            case EmptyAnswer.NoParts:
                stop.Insert(0, "content", new JsonObject { ["role"] = "model" });
                break;
        }
        return Event(stop, null, 0);
    }

    private static int TokensOf(Draft draft) =>
        TokenCount.Of(draft.Text) + (draft.Calls is { } calls ? TokenCount.Of(calls.ToJsonString()) : 0)
        + draft.Lead.Sum(p => TokenCount.Of(p.ToJsonString())) + (draft.MediaTokens?.Tokens ?? 0);

    private static JsonObject ThoughtPart(string summary) => new() { ["text"] = summary, ["thought"] = true };

    // Whatever is no text is signed where the model signs: it has to come back as it is.
    private JsonObject Signed(JsonObject part)
    {
        var copy = part.DeepClone().AsObject();
        if (model.Signs)
        {
            copy["thoughtSignature"] = Signature();
        }
        return copy;
    }

    private IEnumerable<JsonObject> CallParts(JsonArray calls) => calls.OfType<JsonObject>().Select((call, index) =>
    {
        var copy = call.DeepClone().AsObject();
        var part = new JsonObject { ["functionCall"] = copy };
        if (model.Signs)
        {
            copy["id"] = Convert.ToHexStringLower(new Dice(responseId + index).Bytes(4));
            if (index == 0)
            {
                part["thoughtSignature"] = Signature(copy["name"]?.ToString());
            }
        }
        return part;
    });

    private static JsonObject Candidate(params JsonObject[] parts) => new()
    {
        ["content"] = new JsonObject { ["parts"] = new JsonArray([.. parts]), ["role"] = "model" },
        ["index"] = 0,
    };

    private JsonObject Event(JsonObject? candidate, int? thoughtTokens, int candidatesTokens, (string Modality, int Tokens)? media = null)
    {
        var answer = new JsonObject();
        if (candidate is not null)
        {
            answer["candidates"] = new JsonArray(candidate);
        }
        if (_usage.ToJson(thoughtTokens, candidatesTokens, media) is { } usage)
        {
            answer["usageMetadata"] = usage;
        }
        answer["modelVersion"] = model.ResolvesTo;
        answer["responseId"] = responseId;
        return answer;
    }

    private string Signature(string? function = null) => ThoughtSignature.Issue(responseId, model.ResolvesTo, function);
}
