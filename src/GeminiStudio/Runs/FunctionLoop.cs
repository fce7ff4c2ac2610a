using System.Collections.Concurrent;
using System.Text.Json;
using GeminiStudio.Data;
using GeminiStudio.Functions;
using GeminiStudio.Gemini;
using GeminiStudio.Sessions;
using GeminiStudio.Usage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GeminiStudio.Runs;

/// <summary>Goes on by itself after an answer that calls functions: answers what needs no person, then asks the model again.</summary>
/// <remarks>It belongs to the server as runs do: a closed tab stops nothing. Each round is a run of its own, reserved and booked like any other.</remarks>
public sealed partial class FunctionLoop(
    CallAnswerer answerer, CallStore calls, TurnStore turns, SessionStore sessions, RunAcceptance acceptance, RunRegistry runs, ModelCatalog models, OwnerSignals signals,
    ILogger<FunctionLoop> logger) : IHostedService
{
    /// <summary>Most answers of the model in a row without a person, unless the functions say otherwise.</summary>
    public const int DefaultRounds = 8;

    /// <summary>Most calls in a row that are answered without a person, over all rounds.</summary>
    public const int MaxCalls = 32;

    private readonly ConcurrentDictionary<Guid, CancellationTokenSource> _working = new();
    private readonly ConcurrentDictionary<Guid, bool> _paused = new();
    private readonly OrderedWork _begun = new();
    private readonly CancellationTokenSource _ending = new();

    public Task StartAsync(CancellationToken cancellationToken)
    {
        runs.Ended += AfterAsync;
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _ending.CancelAsync();
        await _begun.WhenDone();
    }

    /// <summary>Whether calls of this turn are being answered now.</summary>
    public bool IsWorking(Guid turnId) => _working.ContainsKey(turnId);

    /// <summary>Whether a session waits for a person after each round.</summary>
    public bool IsPaused(Guid sessionId) => _paused.ContainsKey(sessionId);

    /// <summary>Lets a session wait after this round, or go on again.</summary>
    public void Pause(Guid sessionId, bool isPaused)
    {
        if (isPaused)
        {
            _paused[sessionId] = true;
        }
        else
        {
            _paused.TryRemove(sessionId, out _);
        }
    }

    /// <summary>Breaks off what is being answered for this turn; the answers that came are kept.</summary>
    public void Stop(Guid turnId)
    {
        if (_working.TryGetValue(turnId, out var work))
        {
            work.Cancel();
        }
    }

    /// <summary>Calls the endpoints that the person has approved, or all that need none, then goes on if all is answered.</summary>
    /// <param name="turn">A settled model turn with calls.</param>
    /// <param name="approved">Places of calls that may go out although they ask each time.</param>
    /// <returns>When that is done; what is under way for the turn is done before.</returns>
    public Task Begin(Turn turn, IReadOnlyCollection<int> approved) => _begun.Add(turn.Id, () => WorkAsync(turn, approved));

    private async Task WorkAsync(Turn turn, IReadOnlyCollection<int> approved)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(_ending.Token);
        _working[turn.Id] = stop;
        try
        {
            var functions = (await sessions.SettingsAsync(turn.OwnerId, turn.SessionId, stop.Token)).Functions;
            var answers = FunctionAnswers.Read(functions?.Answers);
            var state = await AnswerAsync(turn, functions, answers, approved, stop.Token);
            var problem = await calls.AreAnsweredAsync(turn.OwnerId, turn.Id, stop.Token) ? null : await GoOnAsync(turn, answers, state, stop.Token);
            await calls.SaveAsync(turn.OwnerId, turn.Id, state with { Stopped = problem }, CancellationToken.None);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            LogStopped(turn.Id); // what was answered is kept; the person goes on by hand
        }
        catch (Exception e)
        {
            LogBroken(e, turn.Id);
        }
        finally
        {
            _working.TryRemove(turn.Id, out _);
            signals.Raise(turn.OwnerId, turn.SessionId);
        }
    }

    private async Task AfterAsync(Run run)
    {
        try
        {
            if (await turns.FindAsync(run.OwnerId, run.TurnId, _ending.Token) is { State: TurnState.Completed } turn && FunctionCall.Read(turn.Parts).Count > 0)
            {
                await Begin(turn, approved: []);
            }
        }
        catch (OperationCanceledException) when (_ending.IsCancellationRequested)
        {
            LogStopped(run.TurnId);
        }
        catch (Exception e)
        {
            LogBroken(e, run.TurnId); // the calls stand on the screen and wait for a person
        }
    }

    private async Task<CallState> AnswerAsync(Turn turn, FunctionSettings? functions, FunctionAnswers answers, IReadOnlyCollection<int> approved, CancellationToken cancellationToken)
    {
        var state = await calls.ReadAsync(turn.OwnerId, turn.Id, cancellationToken);
        var declared = Declarations.Read(functions?.Declarations ?? "[]");
        var open = FunctionCall.Read(turn.Parts)
            .Where(c => !state.Answers.ContainsKey(c.Index) && (CallAnswerer.IsAutomatic(answers.Of(c.Name)) || approved.Contains(c.Index))).ToList();
        var left = Math.Max(0, MaxCalls - await calls.EarlierCallsAsync(turn, cancellationToken));
        foreach (var held in open.Where(c => !approved.Contains(c.Index)).Skip(left).ToList())
        {
            open.Remove(held);
            state = With(state, held, new CallAnswer(null, $"{MaxCalls} calls in a row were answered without you, so this one waits."));
        }

        if (open.Count == 0)
        {
            return state;
        }

        signals.Raise(turn.OwnerId, turn.SessionId);
        var come = open.Select(async c => (Call: c, Answer: await answerer.AnswerAsync(turn.OwnerId, c, declared.Find(d => d.Name == c.Name), answers.Of(c.Name), cancellationToken))).ToList();
        await foreach (var done in Task.WhenEach(come).WithCancellation(CancellationToken.None))
        {
            if (done.IsCompletedSuccessfully)
            {
                var (call, answer) = await done;
                state = With(state, call, answer);
                await calls.SaveAsync(turn.OwnerId, turn.Id, state, CancellationToken.None); // what came is kept, whatever becomes of the others
            }
        }

        await Task.WhenAll(come);
        return state;
    }

    private static CallState With(CallState state, FunctionCall call, CallAnswer answer)
    {
        var (given, notes) = (new Dictionary<int, string>(state.Answers), new Dictionary<int, string>(state.Notes));
        if (answer.Response is { } response)
        {
            given[call.Index] = JsonSerializer.Serialize(response, RelaxedJson.Options);
        }

        if (answer.Problem is { } problem)
        {
            notes[call.Index] = problem;
        }

        return state with { Answers = given, Notes = notes };
    }

    // Null when the next round runs or a person is awaited; else why the loop ends here.
    private async Task<string?> GoOnAsync(Turn turn, FunctionAnswers answers, CallState state, CancellationToken cancellationToken)
    {
        var asked = FunctionCall.Read(turn.Parts);
        if (answers.Steps || IsPaused(turn.SessionId) || asked.Any(c => !state.Answers.ContainsKey(c.Index)))
        {
            return null;
        }

        var most = answers.MaxRounds ?? DefaultRounds;
        if (await calls.RoundAsync(turn, cancellationToken) >= most)
        {
            return $"{most} rounds are done, so the loop waits here. Continue when it should go on.";
        }

        var settings = await sessions.SettingsAsync(turn.OwnerId, turn.SessionId, cancellationToken);
        var model = models.Find(settings.Model);
        if (SettingsCheck.Find(model, settings) is [var problem, ..])
        {
            return problem.Description;
        }

        try
        {
            var accepted = await acceptance.AcceptAsync(
                new NewRun
                {
                    OwnerId = turn.OwnerId, SessionId = turn.SessionId, TurnId = Guid.NewGuid(), Settings = settings, Model = model, SystemInstruction = turn.SystemInstruction ?? "",
                    CallsOf = turn.Id, IsAutomatic = true, Responses = FunctionCall.Answer([.. asked.Select(c => (c, state.AnswerTo(c.Index)))]),
                },
                cancellationToken);
            if (accepted.IsNew)
            {
                await runs.StartAsync(turn.OwnerId, accepted.ModelTurnId, isReserved: true, CancellationToken.None); // accepted is acknowledged
            }

            return null;
        }
        catch (BudgetExceededException e)
        {
            return e.Message;
        }
        catch (StorageException e)
        {
            return e.Message;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The calls of turn {TurnId} were broken off")]
    private partial void LogStopped(Guid turnId);

    [LoggerMessage(Level = LogLevel.Error, Message = "The calls of turn {TurnId} could not be answered")]
    private partial void LogBroken(Exception exception, Guid turnId);
}
