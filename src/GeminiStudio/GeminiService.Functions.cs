using System.Text.Json.Nodes;
using GeminiStudio.Access;
using GeminiStudio.Data;
using GeminiStudio.Functions;
using GeminiStudio.Gemini;
using GeminiStudio.Runs;
using GeminiStudio.Sessions;

namespace GeminiStudio;

/// <content>Functions: their sets and secrets, and the calls that wait for an answer.</content>
public sealed partial class GeminiService
{
    private const int MaxNameLength = 60;

    /// <summary>The calls of a model turn and how each stands; null when it has none, or is not this person's.</summary>
    public async Task<CallsView?> CallsAsync(Guid turnId, CancellationToken cancellationToken)
    {
        if (await turns.FindAsync(Me, turnId, cancellationToken) is not { } turn || FunctionCall.Read(turn.Parts) is not { Count: > 0 } asked)
        {
            return null;
        }

        var isWorking = functions.Loop.IsWorking(turnId); // before the state is read, which then has all that the work left
        var settings = (await sessions.SettingsAsync(Me, turn.SessionId, cancellationToken)).Functions;
        var answers = FunctionAnswers.Read(settings?.Answers);
        var state = await functions.Calls.ReadAsync(Me, turnId, cancellationToken);
        var declared = Declarations.Read((turn.Settings is null ? null : RunSettingsJson.Read(turn.Settings).Functions)?.Declarations ?? settings?.Declarations ?? "[]");
        return new()
        {
            TurnId = turnId,
            SessionId = turn.SessionId,
            Calls = [.. asked.Select(c => CallView.Of(c, declared.Find(d => d.Name == c.Name), answers.Of(c.Name), state.AnswerTo(c.Index), state.Notes.GetValueOrDefault(c.Index)))],
            AreAnswered = await functions.Calls.AreAnsweredAsync(Me, turnId, cancellationToken),
            IsWorking = isWorking,
            IsPaused = functions.Loop.IsPaused(turn.SessionId),
            Steps = answers.Steps,
            Round = await functions.Calls.RoundAsync(turn, cancellationToken),
            MostRounds = answers.MaxRounds ?? FunctionLoop.DefaultRounds,
            Stopped = state.Stopped,
        };
    }

    /// <summary>Sends the answers to all calls of a turn to the model, in the order of the calls.</summary>
    /// <param name="turnId">The model turn.</param>
    /// <param name="newTurnId">The client's id of the turn that holds the answers; the same id again changes nothing.</param>
    /// <param name="texts">JSON of each call's answer, by the calls' order.</param>
    /// <param name="cancellationToken">Ends the wait; an accepted run goes on.</param>
    public async Task<SendResult> AnswerCallsAsync(Guid turnId, Guid newTurnId, IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        var turn = await TurnAsync(turnId, Verb.Run, cancellationToken);
        var asked = FunctionCall.Read(turn.Parts);
        if (asked.Count == 0 || texts.Count != asked.Count)
        {
            return new(null, [new("calls", "Each call needs one answer.")]);
        }

        var (problems, answers) = (new List<FieldViolation>(), new List<(FunctionCall, JsonNode?)>());
        foreach (var call in asked)
        {
            var source = JsonSource.Parse(texts[call.Index]);
            if (source.Problem is { } problem)
            {
                problems.Add(new($"calls[{call.Index}]", string.IsNullOrWhiteSpace(texts[call.Index]) ? $"{call.Name} has no answer yet." : $"{call.Name}, line {problem.Line}: {problem.Message}"));
            }

            answers.Add((call, source.Root));
        }

        if (problems.Count > 0)
        {
            return new(null, problems);
        }

        functions.Loop.Stop(turnId);
        var run = await NewRunAsync(turn.SessionId, newTurnId, await sessions.SettingsAsync(Me, turn.SessionId, cancellationToken), cancellationToken);
        var sent = await AcceptAsync(run with { CallsOf = turn.Id, Responses = FunctionCall.Answer(answers) }, cancellationToken);
        signals.Raise(Me, turn.SessionId);
        return sent;
    }

    /// <summary>Calls the endpoints of these calls now, on the server; it goes on by itself when all calls are answered.</summary>
    public async Task ApproveCallsAsync(Guid turnId, IReadOnlyList<int> places, CancellationToken cancellationToken)
    {
        var turn = await TurnAsync(turnId, Verb.Run, cancellationToken);
        if (turn.State == TurnState.Completed && !await functions.Calls.AreAnsweredAsync(Me, turnId, cancellationToken))
        {
            _ = functions.Loop.Begin(turn, places); // the server's work: it goes on when the page is gone
        }
    }

    /// <summary>Breaks off what is being answered and lets the session wait after each round.</summary>
    public async Task PauseCallsAsync(Guid turnId, CancellationToken cancellationToken)
    {
        var turn = await TurnAsync(turnId, Verb.Run, cancellationToken);
        functions.Loop.Pause(turn.SessionId, isPaused: true);
        functions.Loop.Stop(turnId);
    }

    /// <summary>Lets the session go on by itself again after each round.</summary>
    public async Task ResumeCallsAsync(Guid turnId, CancellationToken cancellationToken) =>
        functions.Loop.Pause((await TurnAsync(turnId, Verb.Run, cancellationToken)).SessionId, isPaused: false);

    /// <summary>Functions that this person keeps under a name.</summary>
    public Task<IReadOnlyList<FunctionSet>> FunctionSetsAsync(CancellationToken cancellationToken)
    {
        AccessRules.Demand(user.Actor, Verb.Read, ResourceKind.FunctionSet, Me);
        return functions.Sets.ListAsync(Me, cancellationToken);
    }

    /// <summary>Keeps functions under a name; a set of that name is replaced.</summary>
    /// <returns>Why not; null when they are kept.</returns>
    public async Task<string?> SaveFunctionSetAsync(string name, string declarations, string? answers, CancellationToken cancellationToken)
    {
        AccessRules.Demand(user.Actor, Verb.Write, ResourceKind.FunctionSet, Me);
        if (TypedText.IsBlank(name))
        {
            return "Give the set a name.";
        }

        await functions.Sets.SaveAsync(Me, TypedText.OneLine(name, MaxNameLength), declarations, answers, cancellationToken);
        return null;
    }

    public Task<bool> RemoveFunctionSetAsync(Guid id, CancellationToken cancellationToken)
    {
        AccessRules.Demand(user.Actor, Verb.Delete, ResourceKind.FunctionSet, Me);
        return functions.Sets.RemoveAsync(Me, id, cancellationToken);
    }

    /// <summary>Names of this person's secrets with their last letters.</summary>
    public Task<IReadOnlyList<(string Name, string Fingerprint)>> FunctionSecretsAsync(CancellationToken cancellationToken)
    {
        AccessRules.Demand(user.Actor, Verb.Read, ResourceKind.FunctionSet, Me);
        return functions.Secrets.ListAsync(Me, cancellationToken);
    }

    /// <summary>Keeps a secret for endpoints of this person; it is never shown again.</summary>
    /// <returns>Why not; null when it is kept.</returns>
    public async Task<string?> SaveFunctionSecretAsync(string name, Secret secret, CancellationToken cancellationToken)
    {
        AccessRules.Demand(user.Actor, Verb.Write, ResourceKind.FunctionSet, Me);
        var value = secret.Reveal();
        return TypedText.IsBlank(name) ? "Give the secret a name."
            : value.Length is 0 or > 4000 || value.Any(c => c is < ' ' or > '~') ? "A secret is one line of ASCII, at most 4,000 characters."
            : await functions.Secrets.SaveAsync(Me, TypedText.OneLine(name, MaxNameLength), secret, cancellationToken);
    }

    /// <summary>Whether functions may call this computer itself: in solo mode, where they say so.</summary>
    public bool CanAllowLoopback => functions.Guarded.CanAllowLoopback;

    /// <summary>Names of MCP servers that this server may start as programs.</summary>
    public IReadOnlyCollection<string> McpCommands => functions.Mcp.Commands;

    /// <summary>What an MCP server offers; a sentence when it cannot be asked.</summary>
    public async Task<(IReadOnlyList<FunctionDraft> Tools, string? Problem)> McpToolsAsync(McpAnswer server, CancellationToken cancellationToken)
    {
        AccessRules.Demand(user.Actor, Verb.Write, ResourceKind.FunctionSet, Me);
        try
        {
            return (await functions.Mcp.ListAsync(Me, server, cancellationToken), null);
        }
        catch (GuardedException e)
        {
            return ([], e.Message);
        }
    }

    /// <summary>Answers one call as its function says, for a try in the editor; nothing goes to Google.</summary>
    public Task<CallAnswer> TryFunctionAsync(FunctionDraft function, FunctionAnswer answer, JsonObject args, CancellationToken cancellationToken)
    {
        AccessRules.Demand(user.Actor, Verb.Write, ResourceKind.FunctionSet, Me);
        return functions.Answerer.AnswerAsync(Me, new FunctionCall(0, null, function.Name, args), function, answer, cancellationToken);
    }
}
