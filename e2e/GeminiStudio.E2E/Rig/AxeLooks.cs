using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Xunit;

namespace GeminiStudio.E2E.Rig;

/// <summary>What axe finds in the states of a page, told together at the end of a walk through them.</summary>
internal sealed class AxeLooks
{
    // The nodes of what is fine are not wanted, and cost most of the time on a long page.
    private static readonly AxeRunOptions Options = new() { ResultTypes = [ResultType.Violations] };

    private readonly List<string> _found = [];

    public Task LookAsync(IPage page, string state) => LookAsync(state, page.RunAxe(Options));

    /// <summary>As above, at a part of the page: a dialog over a page that was looked at before.</summary>
    public async Task LookAsync(ILocator part, string state)
    {
        await part.WaitForAsync();
        await LookAsync(state, part.RunAxe(Options));
    }

    public void AssertNothing() => Assert.True(_found.Count == 0, string.Join('\n', _found));

    private async Task LookAsync(string state, Task<AxeResult> looking)
    {
        var result = await looking;
        Assert.NotEmpty(result.Passes);
        _found.AddRange(result.Violations.SelectMany(v => v.Nodes.Select(n => $"{state}: {v.Id} ({v.Impact}) {n.Target} {n.Html[..Math.Min(200, n.Html.Length)]}")));
    }
}
