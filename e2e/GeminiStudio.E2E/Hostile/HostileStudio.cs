using GeminiStudio.E2E.Rig;
using GeminiStudio.People;
using GeminiStudio.Runs;
using GeminiStudio.Sessions;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace GeminiStudio.E2E.Hostile;

/// <summary>A studio whose Google says whatever a test wants, with chats that were made without a browser.</summary>
internal sealed class HostileStudio(StudioServer studio, ScriptedUpstream google) : IAsyncDisposable
{
    public StudioServer Studio => studio;

    public ScriptedUpstream Google => google;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<HostileStudio> StartAsync(Action<IWebHostBuilder>? configure = null, params IEnumerable<string> modelNames)
    {
        var google = await ScriptedUpstream.StartAsync(Cancellation, modelNames);
        var studio = await StudioServer.StartAsync(
            null,
            builder =>
            {
                builder.UseSetting("Gemini:BaseUrl", google.Address.ToString());
                configure?.Invoke(builder);
            },
            Cancellation);
        return new HostileStudio(studio, google);
    }

    /// <summary>Sends a message in a session, waits for the end of its answer, and returns the session's id.</summary>
    public async Task<Guid> ChatAsync(string text, Guid? session = null, string system = "")
    {
        using var scope = studio.Services.CreateScope();
        var service = Service(scope);
        var id = session ?? Guid.NewGuid();
        if (system.Length > 0)
        {
            await service.SaveDraftAsync(id, DraftStore.System, 1, system, Cancellation);
        }

        var revision = ((await service.FindDraftAsync(id, DraftStore.Composer, Cancellation))?.Revision ?? 0) + 1;
        await service.SaveDraftAsync(id, DraftStore.Composer, revision, text, Cancellation);
        var sent = await service.SendAsync(id, Guid.NewGuid(), revision, new RunSettings { Model = "gemini-3.8-flash" }, Cancellation);
        Assert.Empty(sent.Problems);
        foreach (var run in studio.Services.GetRequiredService<RunRegistry>().Active.Where(r => r.SessionId == id).ToList())
        {
            var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            void Look()
            {
                if (run.Snapshot.IsOver)
                {
                    over.TrySetResult();
                }
            }

            using var subscription = run.Subscribe(Look);
            Look(); // it may have ended before
            await over.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancellation);
        }

        return id;
    }

    /// <summary>Asks the core as the local owner.</summary>
    public async Task DoAsync(Func<GeminiService, Task> act)
    {
        using var scope = studio.Services.CreateScope();
        await act(Service(scope));
    }

    public async ValueTask DisposeAsync()
    {
        await studio.DisposeAsync();
        await google.DisposeAsync();
    }

    private static GeminiService Service(IServiceScope scope)
    {
        scope.ServiceProvider.GetRequiredService<CurrentUser>().Actor = LocalOwner.Actor;
        return scope.ServiceProvider.GetRequiredService<GeminiService>();
    }
}
