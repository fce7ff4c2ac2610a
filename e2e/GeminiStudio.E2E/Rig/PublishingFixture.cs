using GeminiStudio.TestRig;
using Xunit;

namespace GeminiStudio.E2E.Rig;

/// <summary>Begins to publish the program while the tests that need none of it run.</summary>
public sealed class PublishingFixture : IAsyncLifetime
{
    private readonly CancellationTokenSource _ended = new();
    private Task _publishing = Task.CompletedTask;

    public ValueTask InitializeAsync()
    {
        _publishing = Task.Run(() => PublishedFolder.GetAsync(_ended.Token));
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _publishing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // a test that needs it tries itself, and tells why it cannot be
        _ended.Dispose();
    }
}
