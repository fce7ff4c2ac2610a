using System.Runtime.CompilerServices;
using GeminiStudio.Data;
using GeminiStudio.Gemini;
using Microsoft.Extensions.Logging;

namespace GeminiStudio.Usage;

/// <summary>Innermost of our decorators: commits "dispatched" before the request leaves, and books one ledger row when it ended.</summary>
public sealed partial class AttemptClient(IGeminiClient inner, UsageLedger ledger, ILogger<AttemptClient> logger) : IGeminiClient
{
    /// <summary>Whether Google bills the method; counting tokens and listing models are free.</summary>
    public static bool IsBilled(GeminiMethod method) => method is not (GeminiMethod.CountTokens or GeminiMethod.ListModels or GeminiMethod.GetModel);

    public IAsyncEnumerable<GeminiChunk> StreamAsync(GeminiCall call, CancellationToken cancellationToken)
    {
        if (!IsBilled(call.Method))
        {
            return inner.StreamAsync(call, cancellationToken);
        }

        return call is StudioCall studioCall
            ? BookedAsync(studioCall, cancellationToken)
            : throw new InvalidOperationException("A billed call says whose it is.");
    }

    private async IAsyncEnumerable<GeminiChunk> BookedAsync(StudioCall call, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var attempt = await ledger.DispatchAsync(call, call.Key?.Fingerprint, cancellationToken);
        FailPoints.Pass(FailPoints.Dispatched);
        var meter = new AttemptMeter(attempt.EstimatedPromptTokens);
        try
        {
            await using var chunks = inner.StreamAsync(call, cancellationToken).GetAsyncEnumerator(cancellationToken);
            while (await NextAsync(chunks, meter))
            {
                yield return chunks.Current;
            }
        }
        finally
        {
            var (usage, source) = meter.Total();
            if (meter.Anomaly is { } anomaly)
            {
                LogAnomaly(attempt.Id, call.Model, anomaly);
            }

            call.Settled?.Invoke(usage, source);
            var booking = new Booking(attempt, call.ModelInfo, usage, source, meter.Failure);
            if (call.Book is { } book && !meter.MayBeRepeated)
            {
                book(booking);
            }
            else
            {
                await ledger.SettleAsync(booking, CancellationToken.None); // a cancelled call still owes
            }
        }
    }

    private static async Task<bool> NextAsync(IAsyncEnumerator<GeminiChunk> chunks, AttemptMeter meter)
    {
        try
        {
            if (!await chunks.MoveNextAsync())
            {
                meter.Ended();
                FailPoints.Pass(FailPoints.Streamed);
                return false;
            }
        }
        catch (GeminiException e)
        {
            meter.Failed(e);
            throw;
        }

        meter.Add(chunks.Current);
        return true;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Attempt {AttemptId} of {Model}: Google's token count is {Anomaly}; an estimate is booked")]
    private partial void LogAnomaly(Guid attemptId, string model, string anomaly);
}
