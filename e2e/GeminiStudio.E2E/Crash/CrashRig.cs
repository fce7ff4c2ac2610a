using GeminiStudio.Emulator;
using GeminiStudio.TestRig;
using Xunit;

namespace GeminiStudio.E2E.Crash;

/// <summary>Load, death, restart, check: the published program under several tabs at once, and everything it ever promised.</summary>
internal sealed class CrashRig : IAsyncDisposable
{
    private const int Tabs = 4;
    private readonly Random _random;
    private readonly CrashJournal _journal = new();
    private PublishedProgram? _program;

    private CrashRig(PublishedStudio studio, int seed) => (Studio, _random) = (studio, new Random(seed));

    public PublishedStudio Studio { get; }

    /// <summary>Slowest start until ready.</summary>
    public TimeSpan SlowestStart { get; private set; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <param name="postgres">Connection string of an empty database; null means SQLite.</param>
    /// <param name="seed">Of the times at which the program dies.</param>
    public static async Task<CrashRig> CreateAsync(string? postgres, int seed)
    {
        var google = await EmulatorServer.StartAsync(new EmulatorServerOptions { RememberedRequests = 1_000_000 }, Cancellation);
        var rig = new CrashRig(new PublishedStudio(null, google, postgres), seed);
        await rig.StartAsync();
        await rig.Studio.Database.AddBudgetAsync(Cancellation);
        return rig;
    }

    /// <summary>Works until the fail point kills the program, then starts it again and checks.</summary>
    public async Task<CrashFindings> FailAtAsync(string failPoint)
    {
        await StopAsync();
        _program = await Studio.StartAsync(failPoint);
        var program = _program;
        await WorkAsync(program, afterAnswer: false, async () => await program.WaitForExitAsync(Cancellation).WaitAsync(TimeSpan.FromSeconds(60), Cancellation));
        return await RecoverAsync();
    }

    /// <summary>Works until a moment that chance chooses, then ends the program in a way that chance chooses, starts it again and checks.</summary>
    public async Task<CrashFindings> KillAtRandomAsync()
    {
        var program = _program!;
        var moment = TimeSpan.FromMilliseconds(_random.Next(0, 900));
        var way = _random.Next(20);
        await WorkAsync(program, afterAnswer: _random.Next(3) > 0, async () =>
        {
            await Task.Delay(moment, Cancellation);
            if (way is 0)
            {
                program.Freeze();
                await Task.Delay(500, Cancellation);
                program.Thaw();
                await Task.Delay(100, Cancellation);
            }

            if (way is 1)
            {
                await program.StopAsync(Cancellation);
            }
            else
            {
                await program.KillAsync(Cancellation);
            }
        });
        if (way is 2 or 3)
        {
            await DieWhileStartingAsync();
        }

        return await RecoverAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Studio.DisposeAsync();
        await Studio.Google.DisposeAsync();
        await _journal.DisposeAsync();
    }

    // A crash while the program tidies up after a crash.
    private async Task DieWhileStartingAsync()
    {
        _program = await Studio.StartAsync();
        await Task.Delay(_random.Next(0, 100), Cancellation);
        await _program.KillAsync(Cancellation);
    }

    /// <summary>Types in all tabs; ends the program some time after the first acknowledgement, or after the first answer.</summary>
    private async Task WorkAsync(PublishedProgram program, bool afterAnswer, Func<Task> endAsync)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var busy = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var tabs = Enumerable.Range(0, Tabs).Select(_ => TypeAsync(program, afterAnswer, busy, over.Token)).ToList();
        await Task.WhenAny(busy.Task, Task.WhenAll(tabs));
        await endAsync();
        await over.CancelAsync();
        await Task.WhenAll(tabs);
    }

    private async Task TypeAsync(PublishedProgram program, bool afterAnswer, TaskCompletionSource busy, CancellationToken over)
    {
        try
        {
            await using var tab = await Circuit.OpenAsync(program.Address, over);
            while (!program.HasExited)
            {
                await AskAsync(tab, afterAnswer, busy, over);
            }
        }
        catch (Exception e) when (program.HasExited || over.IsCancellationRequested || e is HttpRequestException or IOException or InvalidOperationException)
        {
            return; // that is what this is about
        }
    }

    private async Task AskAsync(Circuit tab, bool afterAnswer, TaskCompletionSource busy, CancellationToken over)
    {
        var prompt = new CrashPrompt(Guid.NewGuid());
        _journal.Ask(prompt);
        try
        {
            if (await tab.RunAsync(prompt.TurnId, prompt.Text, over))
            {
                _journal.Acknowledge(prompt);
                if (!afterAnswer)
                {
                    busy.TrySetResult();
                }

                await Wait.UntilAsync(() => tab.Shown.Contains(prompt.LastWord, StringComparison.Ordinal), "the answer is complete", over);
                busy.TrySetResult();
            }
        }
        finally
        {
            _journal.See(prompt, prompt.WordsIn(tab.Shown));
        }
    }

    private async Task<CrashFindings> RecoverAsync()
    {
        await StartAsync();
        try
        {
            await Wait.UntilAsync(() => CrashCheck.IsIdleAsync(Studio.Database), "all turns are over", Cancellation, seconds: 20);
        }
        catch (Xunit.Sdk.TrueException)
        {
            // the check counts them
        }

        return await CrashCheck.RunAsync(Studio, _journal);
    }

    private async Task StartAsync()
    {
        (_program, var took) = await Studio.StartReadyAsync();
        SlowestStart = took > SlowestStart ? took : SlowestStart;
    }

    private Task StopAsync() => _program!.StopAsync(Cancellation);
}
