using System.Diagnostics;
using Xunit;

namespace GeminiStudio.E2E.Crash;

/// <summary>Looks again until something is so; for processes that tell nobody.</summary>
internal static class Wait
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    public static Task UntilAsync(Func<bool> isSo, string what, CancellationToken cancellationToken, double seconds = 30) =>
        UntilAsync(() => Task.FromResult(isSo()), what, cancellationToken, seconds);

    public static async Task UntilAsync(Func<Task<bool>> isSo, string what, CancellationToken cancellationToken, double seconds = 30)
    {
        for (var waited = Stopwatch.StartNew(); !await isSo(); await Task.Delay(Pause, cancellationToken))
        {
            Assert.True(waited.Elapsed < TimeSpan.FromSeconds(seconds), $"After {seconds} s it is not so that {what}.");
        }
    }
}
