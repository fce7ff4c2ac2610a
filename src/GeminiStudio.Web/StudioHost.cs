using GeminiStudio.Data;
using GeminiStudio.Keys;
using GeminiStudio.Web.Chat;
using GeminiStudio.Web.Export;
using GeminiStudio.Web.Files;
using GeminiStudio.Web.Functions;
using GeminiStudio.Web.Keys;
using GeminiStudio.Web.Shell;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace GeminiStudio.Web;

/// <summary>The server around the screen: where it may listen, who asks, what starts before the first request.</summary>
internal static class StudioHost
{
    /// <exception cref="InvalidOperationException">A setting cannot be served; the message says which and what to do.</exception>
    public static void AddStudioServer(this WebApplicationBuilder builder)
    {
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning).AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Warning)
            .AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error); // the first logs query strings
        ListenAddresses.RequireLoopback(builder.Configuration);
        var options = builder.Configuration.GetSection("Studio").Get<StudioOptions>() ?? new StudioOptions();
        Vault.OnlyForMe(Directory.CreateDirectory(options.DataDirectory).FullName);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(8));
        builder.Services.AddSingleton<KeyNotes>().AddSingleton<DemoEmulator>();
        builder.Services.AddHostedService(s => s.GetRequiredService<DemoEmulator>());
        builder.Services.AddSingleton<Readiness>().AddSingleton<PoolWatch>();
        builder.Services.AddHostedService(s => s.GetRequiredService<PoolWatch>());
        builder.Services.AddStudio(builder.Configuration, s => s.GetRequiredService<DemoEmulator>().Address);
        builder.Services.AddDataProtection().SetApplicationName("GeminiStudio")
            .PersistKeysToFileSystem(Directory.CreateDirectory(Path.Combine(options.DataDirectory, "rings", "session")));
        builder.Services.AddAntiforgery(antiforgery =>
        {
            (antiforgery.Cookie.Name, antiforgery.SuppressXFrameOptionsHeader) = ("gs-af", true);
            antiforgery.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest; // loopback speaks http
        });
        builder.Services.AddScoped<CircuitHandler, LocalSignIn>();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 1024 * 1024; // a route that takes more says so itself
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        });
    }

    public static void UseStudioServer(this WebApplication app)
    {
        app.UseMiddleware<SecurityHeaders>(); // first, so that refusals carry them, too
        app.UseMiddleware<SoloGuard>();
        // A person at a wrong address gets the page for it; programs get the bare status.
        app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
        app.Use((context, next) =>
        {
            var isPage = HttpMethods.IsGet(context.Request.Method) && context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal);
            if (!isPage && context.Features.Get<IStatusCodePagesFeature>() is { } pages)
            {
                pages.Enabled = false;
            }

            return next(context);
        });
        app.Use(LocalSignIn.SetAsync);
        app.Use(SessionGate.CheckAsync);
        app.UseAntiforgery();
        app.MapHealth();
        app.MapDrafts();
        app.MapTurns();
        app.MapRunSettings();
        app.MapEditors();
        app.MapKeys();
        app.MapCode();
        app.MapFiles();
    }

    /// <summary>Takes the lock, brings the database up to date, then serves until it is asked to stop.</summary>
    public static async Task ServeAsync(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<StudioOptions>();
        await using var serving = await InstanceLock.TakeAsync(options, app.Configuration.GetConnectionString("Studio"), CancellationToken.None);
        using var left = app.Lifetime.ApplicationStopped.Register(serving.LeaveFiles); // what serves no more holds nothing, also when it was stopped before it waited
        try
        {
            if (options.MigrateOnStart)
            {
                await app.Services.PrepareDatabaseAsync(CancellationToken.None);
            }

            await app.StartAsync();
        }
        catch (Exception e) when (StorageException.From(e) is { } trouble)
        {
            throw new InvalidOperationException(StorageAdvice.For(trouble.Trouble, options, app.Configuration.GetConnectionString("Studio")), e);
        }

        Announce(app, options);
        await app.WaitForShutdownAsync();
    }

    /// <summary>Whether the message tells the operator what to mend, so that a stack trace would only be in the way.</summary>
    public static bool IsForTheOperator(Exception exception) => exception is InvalidOperationException or OptionsValidationException or IOException or UnauthorizedAccessException;

    private static void Announce(WebApplication app, StudioOptions options)
    {
        var addresses = app.Services.GetRequiredService<Microsoft.AspNetCore.Hosting.Server.IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        var status = app.Services.GetRequiredService<KeyAdministration>().Status;
        Console.WriteLine($"Gemini Studio: {string.Join(", ", addresses)}");
        Console.WriteLine(status.IsDemo
            ? "Demo mode: the built-in emulator answers. Give a key in GEMINI_API_KEY or on the Keys page."
            : $"Answers come from {status.Host}.");
        Console.WriteLine($"Data: {options.DataDirectory}");
    }
}
