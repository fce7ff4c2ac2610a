using System.Runtime.CompilerServices;
using GeminiStudio.Data;
using GeminiStudio.Gemini;

namespace GeminiStudio.Usage;

/// <summary>Outermost of the chain: nothing is sent that a budget has no room for, and what was held is given back.</summary>
public sealed class BudgetedClient(IGeminiClient inner, BudgetDesk budgets, UsageLedger ledger, WriteQueue writes) : IGeminiClient
{
    public async IAsyncEnumerable<GeminiChunk> StreamAsync(GeminiCall call, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (call is StudioCall { IsReserved: false } studioCall && AttemptClient.IsBilled(call.Method))
        {
            await ReserveAsync(studioCall, cancellationToken);
        }

        try
        {
            await foreach (var chunk in inner.StreamAsync(call, cancellationToken))
            {
                yield return chunk;
            }
        }
        finally
        {
            if (call is StudioCall { Book: null } held && AttemptClient.IsBilled(call.Method))
            {
                await ledger.ReleaseAsync(held.CallId, CancellationToken.None); // a cancelled call gives back, too
            }
        }
    }

    private async Task ReserveAsync(StudioCall call, CancellationToken cancellationToken)
    {
        try
        {
            await writes.WriteAsync((db, token) => budgets.ReserveAsync(db, call.CallId, call.UserId, call.Estimate, token), cancellationToken);
        }
        catch (BudgetExceededException e)
        {
            throw new GeminiException(GeminiErrorKind.BudgetExceeded, e.Message, e);
        }
    }
}
