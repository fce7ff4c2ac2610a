using GeminiStudio.Data;
using GeminiStudio.Files;
using GeminiStudio.Gemini;
using GeminiStudio.Sessions;
using GeminiStudio.Usage;
using Microsoft.Extensions.Logging;

namespace GeminiStudio.Runs;

/// <summary>Drives one run from its first request to its settled turn; the one place that decides how a run ended.</summary>
internal sealed partial class RunExecution(
    IGeminiClient client, SegmentCommitter committer, RunSettler settler, MadeMedia made, PortalDay days, TimeProvider time, ILogger<RunExecution> logger)
{
    private static readonly TimeSpan RetryEvery = TimeSpan.FromSeconds(2);

    public async Task ExecuteAsync(Run run)
    {
        var plan = run.Plan;
        var answer = new Answer();
        Booking? booking = null;
        Settlement end;
        try
        {
            FailPoints.Throw();
            await foreach (var received in client.StreamAsync(Call(run, answer, used => booking = used), run.Stopping))
            {
                var chunk = await made.KeepAsync(run.OwnerId, received, run.Stopping);
                committer.Request(run, atOnce: run.Append(answer.Add(chunk)));
            }

            end = await JoinedAsync(run, answer.Ended(run));
        }
        catch (OperationCanceledException) when (run.Stopping.IsCancellationRequested)
        {
            end = answer.Stopped(run, run.StopState ?? TurnState.Cancelled);
        }
        catch (GeminiException e)
        {
            LogFailed(plan.TurnId, e.Kind, e.HttpStatus);
            end = answer.Failed(run, e, time.GetUtcNow().UtcDateTime);
        }
        catch (StorageException e)
        {
            LogNotSaved(plan.TurnId, e.Trouble);
            end = answer.NotSaved(run, e);
        }
        catch (Exception e)
        {
            LogBroken(e, plan.TurnId);
            end = answer.Broken(run);
        }

        await SettleAsync(run, end with { CostMicroUsd = end.Usage is { TotalTokens: > 0 } total ? Cost.Of(plan.Model, total, days.Today) : null }, booking);
    }

    // Speech arrives in pieces; a person hears one answer.
    private async Task<Settlement> JoinedAsync(Run run, Settlement end) => end.Parts.Contains("\"audio/wav\"", StringComparison.Ordinal)
        ? end with { Parts = PartsJson.Verbatim(await made.JoinedAsync(run.OwnerId, PartsJson.Read(end.Parts), CancellationToken.None)) }
        : end;

    private StudioCall Call(Run run, Answer answer, Action<Booking> book) => new()
    {
        Method = GeminiMethod.StreamGenerateContent,
        Model = run.Plan.Model.ApiId,
        Body = run.Plan.Body,
        MayThink = run.Plan.Model.Thinking is not null,
        CallId = run.TurnId,
        UserId = run.OwnerId,
        SessionId = run.SessionId,
        TurnId = run.TurnId,
        ModelInfo = run.Plan.Model,
        Estimate = CallEstimate.Of(run.Plan.Model, run.Plan.Settings, TokenCount.Guess(run.Plan.Body)),
        IsReserved = run.Plan.IsReserved,
        Book = book,
        KeyChosen = fingerprint => answer.KeyFingerprint = fingerprint,
        Since = new DateTimeOffset(run.StartedAt, TimeSpan.Zero),
        Settled = answer.Used,
        Queued = place => run.Waiting(place is null ? null : new RunWait(
            time.GetUtcNow().UtcDateTime + place.Wait, place.Wait, 1, 1, GeminiErrorKind.RateLimited, "", HttpStatus: null, [])
        {
            Position = place.Position,
            Waiting = place.Of,
        }),
        Waiting = wait => run.Waiting(new RunWait(
            time.GetUtcNow().UtcDateTime + wait.Delay, wait.Delay, wait.NextAttempt, wait.MaxAttempts,
            wait.Cause.Kind, wait.Cause.Message, wait.Cause.HttpStatus, wait.Cause.Quotas)),
    };

    private async Task SettleAsync(Run run, Settlement end, Booking? booking)
    {
        await run.Writing.WaitAsync(CancellationToken.None);
        try
        {
            while (!await TrySettleAsync(run, end, booking))
            {
                // The answer is in memory alone: it is kept until it can be saved, and a start after that finds what was shown.
                await Task.Delay(RetryEvery, time, CancellationToken.None);
            }
        }
        catch (Exception e)
        {
            // The segments are safe and the next start marks the turn Interrupted; here it is shown as that already.
            LogNotSettled(e, run.TurnId);
            end = end with { State = TurnState.Interrupted };
        }
        finally
        {
            run.Writing.Release();
        }

        run.Over(end.State);
    }

    private async Task<bool> TrySettleAsync(Run run, Settlement end, Booking? booking)
    {
        try
        {
            await settler.SettleAsync(run.TurnId, end, booking, CancellationToken.None);
            return true;
        }
        catch (StorageException e)
        {
            if (run.Trouble?.Trouble != e.Trouble)
            {
                LogNotSaved(run.TurnId, e.Trouble);
            }

            run.CannotSave(e);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Run {TurnId} failed: {Kind}, status {Status}")]
    private partial void LogFailed(Guid turnId, GeminiErrorKind kind, int? status);

    [LoggerMessage(Level = LogLevel.Error, Message = "Run {TurnId} cannot be saved now: {Trouble}")]
    private partial void LogNotSaved(Guid turnId, StorageTrouble trouble);

    [LoggerMessage(Level = LogLevel.Error, Message = "Run {TurnId} broke; its log id is the turn's id")]
    private partial void LogBroken(Exception exception, Guid turnId);

    [LoggerMessage(Level = LogLevel.Error, Message = "Run {TurnId} could not be settled")]
    private partial void LogNotSettled(Exception exception, Guid turnId);
}
