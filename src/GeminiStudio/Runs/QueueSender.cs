using System.Threading.Channels;
using GeminiStudio.Access;
using GeminiStudio.Data;
using GeminiStudio.Files;
using GeminiStudio.Gemini;
using GeminiStudio.Sessions;
using GeminiStudio.Usage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GeminiStudio.Runs;

/// <summary>Sends what waits in a session's queue once the answer before it has ended well. It belongs to the server, as a run does.</summary>
/// <remarks>After any other end the messages go on waiting: a person decides.</remarks>
public sealed partial class QueueSender(
    RunRegistry registry, MessageQueue queue, RunAcceptance acceptance, SessionStore sessions, TurnStore turns, DraftStore drafts,
    VariableStore variables, FileDesk files, ModelCatalog models,
    ILogger<QueueSender> logger) : BackgroundService
{
    private readonly Channel<Run> _ended = Channel.CreateUnbounded<Run>();

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        registry.Ended += Note;
        return base.StartAsync(cancellationToken);
    }

    public override Task StopAsync(CancellationToken cancellationToken)
    {
        registry.Ended -= Note;
        return base.StopAsync(cancellationToken);
    }

    /// <summary>Sends the first waiting message.</summary>
    /// <returns>Why it goes on waiting; empty when it runs, none waits, or an answer is under way.</returns>
    public async Task<IReadOnlyList<FieldViolation>> SendNextAsync(Guid ownerId, Guid sessionId, CancellationToken cancellationToken)
    {
        if (await queue.NextAsync(ownerId, sessionId, cancellationToken) is not { } next || !await sessions.ExistsAsync(ownerId, sessionId, cancellationToken))
        {
            return [];
        }

        var (run, unset) = await MessageTemplate.FillAsync(await RunOfAsync(ownerId, next, cancellationToken), variables, files, cancellationToken);
        if (SettingsCheck.Find(run.Model, run.Settings).Concat(unset).ToList() is { Count: > 0 } problems)
        {
            return problems;
        }

        try
        {
            var accepted = await acceptance.AcceptAsync(run, cancellationToken);
            if (accepted.IsNew)
            {
                await registry.StartAsync(ownerId, accepted.ModelTurnId, isReserved: true, CancellationToken.None); // accepted is acknowledged
            }

            return [];
        }
        catch (BudgetExceededException e)
        {
            return [new("budget", e.Message)];
        }
        catch (StorageException e)
        {
            return [new("storage", e.Message)];
        }
    }

    private async Task<NewRun> RunOfAsync(Guid ownerId, TakenMessage next, CancellationToken cancellationToken)
    {
        var settings = await sessions.SettingsAsync(ownerId, next.SessionId, cancellationToken);
        return new NewRun
        {
            OwnerId = ownerId,
            SessionId = next.SessionId,
            TurnId = next.TurnId,
            Text = next.Text,
            Files = await files.PartsAsync(ownerId, Attachment.ReadAll(next.Files), cancellationToken),
            IsQueued = true,
            JoinsRunUnderWay = true,
            Settings = settings,
            Model = models.Find(settings.Model),
            SystemInstruction = (await drafts.FindAsync(ownerId, next.SessionId, DraftStore.System, cancellationToken))?.Text ?? "",
        };
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var run in _ended.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                if (await HasEndedWellAsync(run, stoppingToken) && await SendNextAsync(run.OwnerId, run.SessionId, stoppingToken) is { Count: > 0 } problems)
                {
                    LogHeld(run.SessionId, problems[0].Field);
                }
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogBroken(e, run.SessionId); // the message is kept and can be sent by hand
            }
        }
    }

    private Task Note(Run run)
    {
        _ended.Writer.TryWrite(run);
        return Task.CompletedTask;
    }

    // An answer that calls functions is not at its end: what they return comes first.
    private async Task<bool> HasEndedWellAsync(Run run, CancellationToken cancellationToken) =>
        run.Snapshot.State == TurnState.Completed
        && await turns.FindAsync(run.OwnerId, run.TurnId, cancellationToken) is { State: TurnState.Completed } turn
        && !turn.Parts.Contains("\"functionCall\"", StringComparison.Ordinal);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A waiting message of session {SessionId} was not sent: {Field}")]
    private partial void LogHeld(Guid sessionId, string field);

    [LoggerMessage(Level = LogLevel.Error, Message = "A waiting message of session {SessionId} could not be sent")]
    private partial void LogBroken(Exception exception, Guid sessionId);
}
