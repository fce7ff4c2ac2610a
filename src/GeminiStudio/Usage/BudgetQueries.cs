using System.Runtime.CompilerServices;
using GeminiStudio.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace GeminiStudio.Usage;

/// <summary>What every call reads of the budgets, compiled once for each kind of database: translating it took longer than the reading.</summary>
internal sealed class BudgetQueries
{
    private static readonly ConditionalWeakTable<IModel, BudgetQueries> Made = [];

    private readonly Func<StudioDb, Guid, int, int, IAsyncEnumerable<OpenBudget>> _open = EF.CompileAsyncQuery(
        (StudioDb db, Guid ownerId, int today, int month) =>
            from budget in db.Budgets.AsNoTracking()
            where budget.OwnerId == null || budget.OwnerId == ownerId
            join w in db.BudgetWindows on new { BudgetId = budget.Id, StartDay = budget.Period == BudgetPeriod.Day ? today : month } equals new { w.BudgetId, w.StartDay } into open
            from window in open.DefaultIfEmpty()
            orderby budget.Id
            select new OpenBudget(budget.Id, budget.Unit, budget.Period, budget.Limit, window == null ? null : window.Id, window == null ? 0 : window.Limit));

    private readonly Func<StudioDb, Guid, IAsyncEnumerable<Reservation>> _held = EF.CompileAsyncQuery<StudioDb, Guid, Reservation>(
        (StudioDb db, Guid callId) => db.Reservations.AsNoTracking().Where(r => r.CallId == callId).OrderBy(r => r.WindowId));

    /// <summary>The budgets that count for a person, in the order of their ids, each with its window if it has one.</summary>
    public static ValueTask<List<OpenBudget>> OpenAsync(StudioDb db, Guid ownerId, int today, int month, CancellationToken cancellationToken) =>
        For(db)._open(db, ownerId, today, month).ToListAsync(cancellationToken);

    /// <summary>What a call holds.</summary>
    public static ValueTask<List<Reservation>> HeldAsync(StudioDb db, Guid callId, CancellationToken cancellationToken) =>
        For(db)._held(db, callId).ToListAsync(cancellationToken);

    private static BudgetQueries For(StudioDb db) => Made.GetValue(db.Model, _ => new BudgetQueries());
}

/// <summary>A budget and its window of today or of this month; no window yet when nothing was asked in it.</summary>
internal sealed record OpenBudget(Guid Id, BudgetUnit Unit, BudgetPeriod Period, long Limit, Guid? WindowId, long WindowLimit);
