using System.Collections.Concurrent;
using GeminiStudio.Data;
using GeminiStudio.Gemini;
using GeminiStudio.Sessions;
using Microsoft.Extensions.Logging;

namespace GeminiStudio.Runs;

/// <summary>The runs that are under way on this server. A run leaves after its turn is settled, so no answer falls between.</summary>
public sealed partial class RunRegistry
{
    private readonly ConcurrentDictionary<Guid, Run> _runs = new();
    private readonly RunExecution _execution;
    private readonly TurnStore _turns;
    private readonly ModelCatalog _models;
    private readonly OwnerSignals _signals;
    private readonly RunSettler _settler;
    private readonly TimeProvider _time;
    private readonly ILogger<RunRegistry> _logger;

    internal RunRegistry(
        RunExecution execution, TurnStore turns, ModelCatalog models, OwnerSignals signals, RunSettler settler, TimeProvider time, ILogger<RunRegistry> logger) =>
        (_execution, _turns, _models, _signals, _settler, _time, _logger) = (execution, turns, models, signals, settler, time, logger);

    /// <summary>What follows a run whose turn is settled; each handler belongs to the run's task and does not throw.</summary>
    internal event Func<Run, Task>? Ended;

    /// <summary>Every run that is under way.</summary>
    public IReadOnlyCollection<Run> Active => [.. _runs.Values];

    /// <summary>The run that fills this turn; null when it is over or runs elsewhere.</summary>
    public Run? Find(Guid turnId) => _runs.GetValueOrDefault(turnId);

    /// <summary>Starts the run of an accepted turn; the same turn again is the same run.</summary>
    /// <param name="ownerId">Whose turn it is.</param>
    /// <param name="turnId">The model turn, Pending in the database.</param>
    /// <param name="isReserved">Whether its reservation stands.</param>
    /// <param name="cancellationToken">Ends the reading of the history, not the run.</param>
    public async Task<Run?> StartAsync(Guid ownerId, Guid turnId, bool isReserved, CancellationToken cancellationToken)
    {
        try
        {
            return await PlanAsync(ownerId, turnId, isReserved, cancellationToken) is { } plan ? Start(plan) : null;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // A turn that cannot even be begun must neither hang nor keep the server from starting.
            LogBroken(e, turnId);
            var broken = new Settlement { State = TurnState.Failed, Parts = "[]", Error = Answer.Internal(turnId) };
            await _settler.SettleAsync(turnId, broken, booking: null, CancellationToken.None);
            return null;
        }
    }

    private async Task<RunPlan?> PlanAsync(Guid ownerId, Guid turnId, bool isReserved, CancellationToken cancellationToken)
    {
        if (await _turns.FindAsync(ownerId, turnId, cancellationToken) is not { Settings: { } json } turn)
        {
            return null;
        }

        var settings = RunSettingsJson.Read(json);
        var model = _models.Find(settings.Model);
        var history = await _turns.HistoryAsync(turn.SessionId, turn.ParentId, cancellationToken);
        return new RunPlan
        {
            TurnId = turnId,
            SessionId = turn.SessionId,
            OwnerId = ownerId,
            Model = model,
            Settings = settings,
            Body = RequestBuilder.Build(model, settings, turn.SystemInstruction ?? "", history),
            IsReserved = isReserved,
        };
    }

    private Run? Start(RunPlan plan)
    {
        var run = new Run(plan, _time);
        var work = new Task<Task>(() => ExecuteAsync(run));
        run.Completion = work.Unwrap(); // before anybody can find it and wait for its end
        if (!_runs.TryAdd(plan.TurnId, run))
        {
            run.Dispose();
            return Find(plan.TurnId);
        }

        work.Start(TaskScheduler.Default);
        _signals.Raise(plan.OwnerId, plan.SessionId);
        return run;
    }

    private async Task ExecuteAsync(Run run)
    {
        try
        {
            await _execution.ExecuteAsync(run);
        }
        finally
        {
            _runs.TryRemove(run.TurnId, out _);
            _signals.Raise(run.OwnerId, run.SessionId);
        }

        foreach (var ended in Ended?.GetInvocationList().Cast<Func<Run, Task>>() ?? [])
        {
            await ended(run);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Run {TurnId} could not be begun; its log id is the turn's id")]
    private partial void LogBroken(Exception exception, Guid turnId);
}
