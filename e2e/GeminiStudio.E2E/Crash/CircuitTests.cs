using GeminiStudio.E2E.Rig;
using Xunit;

namespace GeminiStudio.E2E.Crash;

public sealed class CircuitTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_tab_without_a_browser_sends_and_sees_the_answer()
    {
        await using var studio = await StudioServer.StartAsync(null, null, Cancellation);
        await using var circuit = await Circuit.OpenAsync(studio.Address, Cancellation);

        Assert.True(await circuit.RunAsync(Guid.NewGuid(), "Hello\n!!say one two unmistakable", Cancellation));

        await Wait.UntilAsync(() => circuit.Shown.Contains("unmistakable", StringComparison.Ordinal), "the answer is shown", Cancellation);
        Assert.Null(circuit.Error);
    }
}
