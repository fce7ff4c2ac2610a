using GeminiStudio.Data;
using GeminiStudio.People;
using GeminiStudio.Sessions;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace GeminiStudio.Benchmarks.Rig;

/// <summary>A data directory with a past: sessions and turns as if somebody had worked there for months.</summary>
internal static class SeededData
{
    private static readonly DateTime Start = new(2026, 1, 5, 9, 0, 0, DateTimeKind.Utc);

    /// <summary>Makes the database and one session for each count of turns.</summary>
    /// <returns>The sessions' ids, in order.</returns>
    public static async Task<IReadOnlyList<Guid>> MakeAsync(string directory, IReadOnlyList<int> turns, CancellationToken cancellationToken)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Studio:DataDirectory", directory), new("Studio:TimeZone", "UTC")]).Build();
        await using var services = new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddLogging().AddStudio(configuration, emulator: null).BuildServiceProvider();
        await services.PrepareDatabaseAsync(cancellationToken);
        var ids = new List<Guid>();
        await using (var db = await services.GetRequiredService<IDbContextFactory<StudioDb>>().CreateDbContextAsync(cancellationToken))
        {
            foreach (var (number, count) in turns.Index())
            {
                ids.Add(Add(db, number, count));
            }

            await db.SaveChangesAsync(cancellationToken);
        }

        SqliteConnection.ClearAllPools();
        return ids;
    }

    private static Guid Add(StudioDb db, int number, int turns)
    {
        var settings = RunSettingsJson.Write(new RunSettings { Model = "gemini-3.8-flash" });
        var at = Start.AddHours(number);
        var session = new Session
        {
            Id = Guid.NewGuid(), OwnerId = LocalOwner.Actor.UserId, Title = $"Session {number}", TitleFolded = $"session {number}",
            SystemInstruction = "", Settings = settings, CreatedAt = at, UpdatedAt = at,
        };
        db.Sessions.Add(session);
        for (var sequence = 0; sequence < turns; sequence++)
        {
            var isUser = sequence % 2 == 0;
            var turn = new Turn
            {
                Id = Guid.NewGuid(), SessionId = session.Id, OwnerId = session.OwnerId, ParentId = session.HeadTurnId, Sequence = sequence + 1,
                Role = isUser ? "user" : "model", State = TurnState.Completed, Parts = PartsJson.OfText(SampleText.Turn(sequence)), CreatedAt = at.AddSeconds(sequence),
                Settings = isUser ? null : settings, SystemInstruction = isUser ? null : "", ModelVersion = isUser ? null : "gemini-3.8-flash",
                FinishReason = isUser ? null : "STOP", PromptTokens = isUser ? null : 200, OutputTokens = isUser ? null : 400, TotalTokens = isUser ? null : 600,
                FirstTokenMs = isUser ? null : 400, TotalMs = isUser ? null : 3000, CostMicroUsd = isUser ? null : 900,
            };
            db.Turns.Add(turn);
            session.HeadTurnId = turn.Id;
        }

        return session.Id;
    }
}
