using System.Data.Common;
using GeminiStudio.Audit;
using GeminiStudio.Data;
using GeminiStudio.Files;
using GeminiStudio.Gemini;
using GeminiStudio.Keys;
using GeminiStudio.People;
using GeminiStudio.Runs;
using GeminiStudio.Sessions;
using GeminiStudio.Usage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace GeminiStudio;

/// <summary>The core's composition: the only place that knows the order of the client chain.</summary>
public static class StudioServices
{
    /// <param name="services">What the core adds itself to.</param>
    /// <param name="configuration">Sections Studio, Gemini, ConnectionStrings, and the key variables.</param>
    /// <param name="emulator">Gives the address of the emulator for demo mode; null when there is none.</param>
    public static IServiceCollection AddStudio(this IServiceCollection services, IConfiguration configuration, Func<IServiceProvider, Uri>? emulator) =>
        services.AddStudio(configuration, emulator, Wire);

    /// <param name="services">What the core adds itself to.</param>
    /// <param name="configuration">Sections Studio, Gemini, ConnectionStrings, and the key variables.</param>
    /// <param name="emulator">Gives the address of the emulator for demo mode; null when there is none.</param>
    /// <param name="wire">Makes the innermost client for an address: the edge at which tests put their double.</param>
    internal static IServiceCollection AddStudio(
        this IServiceCollection services, IConfiguration configuration, Func<IServiceProvider, Uri>? emulator, Func<IServiceProvider, Uri, IGeminiClient> wire)
    {
        services.AddOptions<StudioOptions>().BindConfiguration("Studio").ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<GeminiOptions>().BindConfiguration("Gemini").ValidateDataAnnotations().ValidateOnStart()
            .PostConfigure(o => o.BaseUrl ??= configuration["GOOGLE_GEMINI_BASE_URL"] is { Length: > 0 } url ? new Uri(url) : null);
        services.AddSingleton(s => s.GetRequiredService<IOptions<StudioOptions>>().Value);
        services.AddSingleton(s => s.GetRequiredService<IOptions<GeminiOptions>>().Value);
        var connectionString = configuration.GetConnectionString("Studio");
        var dataDirectory = configuration["Studio:DataDirectory"] ?? new StudioOptions().DataDirectory;
        services.AddStudioDatabase(connectionString, dataDirectory);
        services.AddSingleton<StorageProbe>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<AuditLog>();
        services.AddSingleton<LocalOwner>();
        services.AddSingleton(InstanceKey.Read(configuration));
        services.AddSingleton(s => new Vault(s.GetRequiredService<StudioOptions>(), connectionString));
        services.AddSingleton<KeyStore>().AddSingleton<KeyRing>().AddSingleton<KeyAdministration>();
        services.AddSingleton(s => s.GetRequiredService<GeminiOptions>().BaseUrl is { } url
            ? new Upstream(url, IsConfigured: true)
            : new Upstream(GeminiOptions.GoogleBaseUrl, IsConfigured: false));
        services.AddSingleton<PortalDay>().AddSingleton<BudgetDesk>().AddSingleton<UsageLedger>().AddSingleton<UsageReport>();
        services.AddFiles(emulator);
        services.AddSingleton(s => Chain(s, emulator, wire));
        services.AddSingleton<ModelCatalog>().AddSingleton<TokenCounter>();
        services.AddSingleton<OwnerSignals>().AddSingleton<DraftStore>().AddSingleton<SessionStore>().AddSingleton<TurnStore>().AddSingleton<TurnEditor>().AddSingleton<MessageQueue>().AddSingleton<TemporaryMarks>().AddSingleton<RunAcceptance>();
        services.AddSingleton<PresetStore>().AddSingleton<VariableStore>();
        services.AddSingleton<SegmentCommitter>().AddSingleton<RunSettler>().AddSingleton<RunExecution>();
        services.AddSingleton(s => new RunRegistry(
            s.GetRequiredService<RunExecution>(), s.GetRequiredService<TurnStore>(), s.GetRequiredService<ModelCatalog>(),
            s.GetRequiredService<OwnerSignals>(), s.GetRequiredService<RunSettler>(), s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILogger<RunRegistry>>()));
        services.AddFunctions();
        services.AddHostedService<RunKeeper>();
        services.AddSingleton<QueueSender>().AddHostedService(s => s.GetRequiredService<QueueSender>());
        services.AddSingleton<TemporaryChats>().AddHostedService(s => s.GetRequiredService<TemporaryChats>());
        services.AddScoped<CurrentUser>().AddScoped<GeminiService>();
        return services;
    }

    private static void AddFiles(this IServiceCollection services, Func<IServiceProvider, Uri>? emulator) => services
        .AddSingleton<FileBlobs>().AddSingleton<FileStore>().AddSingleton<GoogleFiles>().AddSingleton<UrlFetch>().AddSingleton<FileTokens>().AddSingleton<FileDesk>().AddSingleton<MadeMedia>().AddSingleton<FileSweep>().AddHostedService(s => s.GetRequiredService<FileSweep>())
        .AddSingleton(s =>
        {
            var upstream = s.GetRequiredService<Upstream>();
            var google = new Lazy<GeminiHttpClient>(() => Wire(s, upstream.Address));
            var demo = emulator is null || upstream.IsConfigured ? google : new Lazy<GeminiHttpClient>(() => Wire(s, emulator(s)));
            return new GeminiFiles(key => (key is null ? demo : google).Value, s.GetRequiredService<TimeProvider>());
        });

    private static GeminiHttpClient Wire(IServiceProvider s, Uri address) =>
        new(s.GetRequiredService<GeminiOptions>(), address, s.GetRequiredService<TimeProvider>());

    // The container holds no inner client, so nothing can reach Google unmetered.
    private static IGeminiClient Chain(IServiceProvider s, Func<IServiceProvider, Uri>? emulator, Func<IServiceProvider, Uri, IGeminiClient> wire)
    {
        var options = s.GetRequiredService<GeminiOptions>();
        var time = s.GetRequiredService<TimeProvider>();
        var upstream = s.GetRequiredService<Upstream>();
        var ledger = s.GetRequiredService<UsageLedger>();
        var google = wire(s, upstream.Address);
        var demo = emulator is null || upstream.IsConfigured ? null : new Lazy<IGeminiClient>(() => wire(s, emulator(s)));
        var door = new DoorClient(google, demo is null ? null : () => demo.Value, s.GetRequiredService<KeyRing>());
        var attempt = new AttemptClient(door, ledger, s.GetRequiredService<ILogger<AttemptClient>>());
        var media = new MediaClient(attempt, s.GetRequiredService<FileStore>(), s.GetRequiredService<FileBlobs>(), s.GetRequiredService<GoogleFiles>());
        var paced = new PacedClient(media, s.GetRequiredService<KeyRing>(), options, time);
        var retrying = new RetryingGeminiClient(paced, options, time);
        return new BudgetedClient(retrying, s.GetRequiredService<BudgetDesk>(), ledger, s.GetRequiredService<WriteQueue>());
    }

    /// <summary>Brings the database up to date and makes the local owner; a SQLite file is made, checked and switched to write-ahead logging.</summary>
    /// <exception cref="StorageException">The database cannot be used; the message says why.</exception>
    public static async Task PrepareDatabaseAsync(this IServiceProvider services, CancellationToken cancellationToken)
    {
        try
        {
            await using (var db = await services.GetRequiredService<IDbContextFactory<StudioDb>>().CreateDbContextAsync(cancellationToken))
            {
                if (db is SqliteStudioDb)
                {
                    await SqliteFile.PrepareAsync(db.Database.GetConnectionString()!, cancellationToken);
                }

                await db.Database.MigrateAsync(cancellationToken);
            }

            await services.GetRequiredService<LocalOwner>().EnsureAsync(cancellationToken);
        }
        catch (DbException e)
        {
            // Whatever a file says that is not what we wrote, it is damaged: a schema that is half there, a table that is none.
            throw StorageException.From(e) ?? new StorageException(StorageTrouble.Damaged, e);
        }
    }
}
