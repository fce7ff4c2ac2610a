using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace GeminiStudio.Data;

/// <summary>The database, in one of two kinds. A method opens its own from the factory and closes it.</summary>
public abstract class StudioDb(DbContextOptions options) : DbContext(options)
{
    public DbSet<User> Users => Set<User>();

    public DbSet<Session> Sessions => Set<Session>();

    public DbSet<Turn> Turns => Set<Turn>();

    public DbSet<TurnSegment> Segments => Set<TurnSegment>();

    public DbSet<Draft> Drafts => Set<Draft>();

    public DbSet<Attempt> Attempts => Set<Attempt>();

    public DbSet<LedgerEntry> Ledger => Set<LedgerEntry>();

    public DbSet<Budget> Budgets => Set<Budget>();

    public DbSet<BudgetWindow> BudgetWindows => Set<BudgetWindow>();

    public DbSet<Reservation> Reservations => Set<Reservation>();

    public DbSet<ApiKey> ApiKeys => Set<ApiKey>();

    public DbSet<Preset> Presets => Set<Preset>();

    public DbSet<FunctionSet> FunctionSets => Set<FunctionSet>();

    public DbSet<FunctionSecret> FunctionSecrets => Set<FunctionSecret>();

    public DbSet<StoredFile> Files => Set<StoredFile>();

    public DbSet<AuditEntry> Audit => Set<AuditEntry>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<DateTime>().HaveConversion<UtcConverter>();
        configurationBuilder.Properties<Enum>().HaveConversion<string>().HaveMaxLength(32);
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Session>(e =>
        {
            e.HasIndex(s => new { s.OwnerId, s.DeletedAt, s.UpdatedAt });
            e.HasOne<User>().WithMany().HasForeignKey(s => s.OwnerId).OnDelete(DeleteBehavior.Restrict);
        });
        modelBuilder.Entity<Turn>(e =>
        {
            e.HasIndex(t => new { t.SessionId, t.Sequence }).IsUnique();
            e.HasIndex(t => t.State).HasFilter("\"State\" IN ('Pending', 'Streaming')");
            e.HasOne<Session>().WithMany().HasForeignKey(t => t.SessionId).OnDelete(DeleteBehavior.Cascade);
        });
        modelBuilder.Entity<TurnSegment>(e =>
        {
            e.HasKey(s => new { s.TurnId, s.Number });
            e.HasOne<Turn>().WithMany().HasForeignKey(s => s.TurnId).OnDelete(DeleteBehavior.Cascade);
        });
        modelBuilder.Entity<Draft>().HasKey(d => new { d.OwnerId, d.SessionId, d.Kind });
        modelBuilder.Entity<Attempt>(e =>
        {
            e.HasIndex(a => a.TurnId);
            e.HasIndex(a => a.SettledAt).HasFilter("\"SettledAt\" IS NULL");
        });
        modelBuilder.Entity<LedgerEntry>(e =>
        {
            e.HasIndex(l => l.AttemptId).IsUnique();
            e.HasIndex(l => new { l.OwnerId, l.Day });
            e.HasIndex(l => l.SessionId);
        });
        modelBuilder.Entity<BudgetWindow>().HasIndex(w => new { w.BudgetId, w.StartDay }).IsUnique();
        modelBuilder.Entity<Reservation>().HasKey(r => new { r.CallId, r.WindowId });
        modelBuilder.Entity<Preset>().HasIndex(p => p.OwnerId);
        modelBuilder.Entity<FunctionSet>().HasIndex(f => f.OwnerId);
        modelBuilder.Entity<FunctionSecret>().HasIndex(s => new { s.OwnerId, s.Name }).IsUnique();
        modelBuilder.Entity<StoredFile>(e =>
        {
            e.HasIndex(f => new { f.OwnerId, f.CreatedAt });
            e.HasIndex(f => f.Hash);
        });
        modelBuilder.Entity<AuditEntry>().HasIndex(a => a.At);
    }

    /// <summary>Both stores keep UTC without saying so: SQLite forgets the kind, and PostgreSQL refuses any other.</summary>
    private sealed class UtcConverter() : ValueConverter<DateTime, DateTime>(
        value => value.Kind == DateTimeKind.Utc ? value : value.ToUniversalTime(),
        value => DateTime.SpecifyKind(value, DateTimeKind.Utc));
}

/// <summary>The database as one file.</summary>
public sealed class SqliteStudioDb(DbContextOptions<SqliteStudioDb> options) : StudioDb(options);

/// <summary>The database on a PostgreSQL server.</summary>
public sealed class PostgresStudioDb(DbContextOptions<PostgresStudioDb> options) : StudioDb(options);
