using GeminiStudio.Data;
using Microsoft.EntityFrameworkCore;

namespace GeminiStudio.Usage;

/// <summary>Holds tokens and money in every window that applies before a call, and gives back what was not used.</summary>
/// <remarks>
/// Each method is a step inside a unit of the write queue, so that it commits together with what it is for. Updates are SQL:
/// every call waits for them, and EF takes ten times as long to translate one as SQLite to do it.
/// </remarks>
public sealed class BudgetDesk(PortalDay days)
{
    /// <summary>Reserves in all windows of the person, or in none.</summary>
    /// <exception cref="BudgetExceededException">One window has no room; the transaction must not be committed.</exception>
    public async Task ReserveAsync(StudioDb db, Guid callId, Guid ownerId, Estimate estimate, CancellationToken cancellationToken)
    {
        var (today, month) = (PortalDay.Number(days.Today), PortalDay.Number(new DateOnly(days.Today.Year, days.Today.Month, 1)));
        foreach (var budget in await BudgetQueries.OpenAsync(db, ownerId, today, month, cancellationToken))
        {
            var windowId = await OpenWindowAsync(db, budget, budget.Period == BudgetPeriod.Day ? today : month, cancellationToken);
            var amount = budget.Unit == BudgetUnit.Tokens ? estimate.Tokens : estimate.CostMicroUsd;
            var reserved = await db.Database.ExecuteSqlAsync(
                $"""UPDATE "BudgetWindows" SET "Reserved" = "Reserved" + {amount} WHERE "Id" = {windowId} AND "Used" + "Reserved" + {amount} <= "Limit" """, cancellationToken);
            if (reserved != 1)
            {
                var left = await db.BudgetWindows.Where(w => w.Id == windowId).Select(w => w.Limit - w.Used - w.Reserved).SingleAsync(cancellationToken);
                throw new BudgetExceededException(budget.Unit, budget.Period, Math.Max(0, left), amount);
            }

            await db.Database.ExecuteSqlAsync(
                $"""INSERT INTO "Reservations" ("CallId", "WindowId", "Unit", "Amount") VALUES ({callId}, {windowId}, {budget.Unit.ToString()}, {amount})""", cancellationToken);
        }
    }

    /// <summary>Books what an attempt used against the windows that its call holds.</summary>
    public static async Task SpendAsync(StudioDb db, Guid callId, long tokens, long costMicroUsd, CancellationToken cancellationToken)
    {
        foreach (var held in await BudgetQueries.HeldAsync(db, callId, cancellationToken))
        {
            var spent = held.Unit == BudgetUnit.Tokens ? tokens : costMicroUsd;
            await db.Database.ExecuteSqlAsync($"""UPDATE "BudgetWindows" SET "Used" = "Used" + {spent} WHERE "Id" = {held.WindowId}""", cancellationToken);
        }
    }

    /// <summary>Gives back what the call held; harmless when it held nothing.</summary>
    public static async Task ReleaseAsync(StudioDb db, Guid callId, CancellationToken cancellationToken)
    {
        foreach (var held in await BudgetQueries.HeldAsync(db, callId, cancellationToken))
        {
            // The row is the right to give back: whoever deletes it gives back, once.
            if (await db.Database.ExecuteSqlAsync($"""DELETE FROM "Reservations" WHERE "CallId" = {callId} AND "WindowId" = {held.WindowId}""", cancellationToken) == 1)
            {
                await db.Database.ExecuteSqlAsync($"""UPDATE "BudgetWindows" SET "Reserved" = "Reserved" - {held.Amount} WHERE "Id" = {held.WindowId}""", cancellationToken);
            }
        }
    }

    private static async Task<Guid> OpenWindowAsync(StudioDb db, OpenBudget budget, int start, CancellationToken cancellationToken)
    {
        if (budget.WindowId is not { } windowId)
        {
            var added = new BudgetWindow { Id = Guid.CreateVersion7(), BudgetId = budget.Id, StartDay = start, Limit = budget.Limit };
            db.BudgetWindows.Add(added);
            await db.SaveChangesAsync(cancellationToken);
            return added.Id;
        }

        if (budget.WindowLimit != budget.Limit)
        {
            await db.BudgetWindows.Where(w => w.Id == windowId).ExecuteUpdateAsync(set => set.SetProperty(w => w.Limit, budget.Limit), cancellationToken);
        }

        return windowId;
    }
}

/// <summary>What a call may use at most.</summary>
/// <param name="PromptTokens">Our estimate of the prompt.</param>
/// <param name="Tokens">Prompt and the longest possible answer.</param>
/// <param name="CostMicroUsd">The same in money; 0 when the price is not known.</param>
public sealed record Estimate(int PromptTokens, long Tokens, long CostMicroUsd);

/// <summary>A budget has no room for the call; nothing was sent.</summary>
public sealed class BudgetExceededException(BudgetUnit unit, BudgetPeriod period, long left, long asked)
    : Exception($"The {period} budget has {left} {unit} left and the call may need {asked}.")
{
    public BudgetUnit Unit { get; } = unit;

    public BudgetPeriod Period { get; } = period;

    /// <summary>What the window has left, in the budget's unit.</summary>
    public long Left { get; } = left;

    /// <summary>What the call may need, in the budget's unit.</summary>
    public long Asked { get; } = asked;
}
