namespace GeminiStudio.Runs;

/// <summary>Work on one thing is done piece after piece, in the order in which it was added; work on other things goes on beside it.</summary>
internal sealed class OrderedWork
{
    private readonly Dictionary<Guid, Task> _last = [];
    private readonly Lock _gate = new();

    /// <summary>Begins a piece of work when what was added for the same thing before is over.</summary>
    /// <param name="key">The thing.</param>
    /// <param name="work">Reports its own failures; one that it throws keeps no later piece from beginning.</param>
    /// <returns>The end of this piece, with its failure.</returns>
    public Task Add(Guid key, Func<Task> work)
    {
        lock (_gate)
        {
            var before = _last.GetValueOrDefault(key, Task.CompletedTask);
            var added = Task.Run(
                async () =>
                {
                    await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    await work();
                },
                CancellationToken.None);
            _last[key] = added;
            _ = ForgetAsync(key, added);
            return added;
        }
    }

    /// <summary>The end of all that was added so far; no piece's failure is thrown.</summary>
    public Task WhenDone()
    {
        lock (_gate)
        {
            return Task.WhenAll(_last.Values.Select(async work => await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing)));
        }
    }

    private async Task ForgetAsync(Guid key, Task added)
    {
        await added.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (_gate)
        {
            if (_last.GetValueOrDefault(key) == added)
            {
                _last.Remove(key);
            }
        }
    }
}
