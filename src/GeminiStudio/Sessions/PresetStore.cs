using GeminiStudio.Data;
using Microsoft.EntityFrameworkCore;

namespace GeminiStudio.Sessions;

/// <summary>Settings as a person keeps them under a name.</summary>
/// <param name="IsDefault">Whether new chats begin with it.</param>
public sealed record PresetView(Guid Id, string Name, RunSettings Settings, bool IsDefault);

/// <summary>A person's presets: saved, renamed, made the default, deleted.</summary>
public sealed class PresetStore(IDbContextFactory<StudioDb> databases, WriteQueue writes, TimeProvider time)
{
    /// <summary>As many as one person keeps.</summary>
    public const int Most = 100;

    /// <summary>Longest name, in UTF-16 units.</summary>
    public const int MaxNameLength = 60;

    /// <summary>By name.</summary>
    public async Task<IReadOnlyList<PresetView>> ListAsync(Guid ownerId, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var rows = await db.Presets.AsNoTracking().Where(p => p.OwnerId == ownerId).ToListAsync(cancellationToken);
        return [.. rows.OrderBy(p => p.Name, StringComparer.OrdinalIgnoreCase).Select(View)];
    }

    /// <summary>The one that new chats begin with; null when there is none.</summary>
    public async Task<PresetView?> DefaultAsync(Guid ownerId, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Presets.AsNoTracking().FirstOrDefaultAsync(p => p.OwnerId == ownerId && p.IsDefault, cancellationToken) is { } row ? View(row) : null;
    }

    /// <summary>Keeps the settings; under a name that is taken they replace the old ones. Null when there are too many.</summary>
    public Task<PresetView?> SaveAsync(Guid ownerId, string name, RunSettings settings, CancellationToken cancellationToken) => writes.WriteAsync<PresetView?>(
        async (db, token) =>
        {
            var rows = await db.Presets.Where(p => p.OwnerId == ownerId).ToListAsync(token);
            var preset = rows.Find(p => string.Equals(p.Name, name, StringComparison.OrdinalIgnoreCase));
            if (preset is null && rows.Count >= Most)
            {
                return null;
            }

            if (preset is null)
            {
                preset = new Preset { Id = Guid.CreateVersion7(), OwnerId = ownerId, Name = name, Settings = "", UpdatedAt = Now };
                db.Presets.Add(preset);
            }

            (preset.Name, preset.Settings, preset.UpdatedAt) = (name, RunSettingsJson.Write(settings with { PresetId = null }), Now);
            await db.SaveChangesAsync(token);
            return View(preset);
        },
        cancellationToken);

    /// <summary>False when it is gone, or when another one has the name.</summary>
    public Task<bool> RenameAsync(Guid ownerId, Guid id, string name, CancellationToken cancellationToken) => writes.WriteAsync(
        async (db, token) =>
        {
            var rows = await db.Presets.Where(p => p.OwnerId == ownerId).ToListAsync(token);
            if (rows.Find(p => p.Id == id) is not { } preset || rows.Exists(p => p.Id != id && string.Equals(p.Name, name, StringComparison.OrdinalIgnoreCase)))
            {
                return false;
            }

            (preset.Name, preset.UpdatedAt) = (name, Now);
            await db.SaveChangesAsync(token);
            return true;
        },
        cancellationToken);

    /// <summary>New chats begin with this one, or with none.</summary>
    public Task SetDefaultAsync(Guid ownerId, Guid? id, CancellationToken cancellationToken) => writes.WriteAsync(
        (db, token) => db.Presets.Where(p => p.OwnerId == ownerId).ExecuteUpdateAsync(set => set.SetProperty(p => p.IsDefault, p => p.Id == id), token),
        cancellationToken);

    public Task DeleteAsync(Guid ownerId, Guid id, CancellationToken cancellationToken) => writes.WriteAsync(
        (db, token) => db.Presets.Where(p => p.OwnerId == ownerId && p.Id == id).ExecuteDeleteAsync(token), cancellationToken);

    private static PresetView View(Preset row) => new(row.Id, row.Name, RunSettingsJson.Read(row.Settings), row.IsDefault);

    private DateTime Now => time.GetUtcNow().UtcDateTime;
}
