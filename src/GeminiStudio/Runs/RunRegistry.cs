using System.Collections.Concurrent;
using GeminiStudio.Gemini;
using GeminiStudio.Sessions;

namespace GeminiStudio.Runs;

/// <summary>The runs that are under way on this server. A run leaves after its turn is settled, so no answer falls between.</summary>
public sealed class RunRegistry
{
    private readonly ConcurrentDictionary<Guid, Run> _runs = new();
    private readonly RunExecution _execution;
    private readonly TurnStore _turns;
    private readonly ModelCatalog _models;
    private readonly OwnerSignals _signals;
    private readonly TimeProvider _time;

    internal RunRegistry(RunExecution execution, TurnStore turns, ModelCatalog models, OwnerSignals signals, TimeProvider time) =>
        (_execution, _turns, _models, _signals, _time) = (execution, turns, models, signals, time);

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
        if (await _turns.FindAsync(ownerId, turnId, cancellationToken) is not { Settings: { } json } turn)
        {
            return null;
        }

        var settings = RunSettingsJson.Read(json);
        var model = _models.Find(settings.Model);
        var history = await _turns.HistoryAsync(turn.SessionId, turn.ParentId, cancellationToken);
        var plan = new RunPlan
        {
            TurnId = turnId,
            SessionId = turn.SessionId,
            OwnerId = ownerId,
            Model = model,
            Settings = settings,
            Body = RequestBuilder.Build(model, settings, turn.SystemInstruction ?? "", history),
            IsReserved = isReserved,
        };
        var run = new Run(plan, _time);
        if (!_runs.TryAdd(turnId, run))
        {
            run.Dispose();
            return Find(turnId);
        }

        run.Completion = Task.Run(() => ExecuteAsync(run), CancellationToken.None);
        _signals.Raise(ownerId, turn.SessionId);
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
    }
}
