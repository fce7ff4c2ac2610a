using GeminiStudio.Web.Shell;
using Microsoft.JSInterop;

namespace GeminiStudio.Web.Tests.Shell;

public sealed class BrowserScriptTests
{
    private readonly LateBrowser _browser = new();

    [Fact]
    public async Task A_script_whose_component_went_before_it_came_is_nobodys_fault()
    {
        var script = new BrowserScript(_browser, "./x.js");
        var opening = script.OpenAsync("an element that is no more");

        await script.DisposeAsync();
        _browser.Opening.SetException(new JSException("Cannot read properties of null"));

        await opening;
        await script.CallAsync("load");
        Assert.Equal(["import", "open", "released"], _browser.Calls);
    }

    [Fact]
    public async Task What_opens_after_its_component_went_is_closed_and_let_go()
    {
        var script = new BrowserScript(_browser, "./x.js");
        var opening = script.OpenAsync();

        await script.DisposeAsync();
        _browser.Opening.SetResult(_browser);
        await opening;
        await script.CallAsync("load");

        Assert.Equal(["import", "open", "released", "close", "released"], _browser.Calls);
    }

    [Fact]
    public async Task What_is_called_while_the_script_still_opens_waits_and_is_not_lost()
    {
        await using var script = new BrowserScript(_browser, "./x.js");
        var opening = script.OpenAsync();
        var calling = script.CallAsync<string>("flush", "a").AsTask();
        Assert.Equal(["import", "open"], _browser.Calls);

        _browser.Opening.SetResult(_browser);
        await opening;

        Assert.Null(await calling);
        Assert.Equal(["import", "open", "flush"], _browser.Calls);
    }

    [Fact]
    public async Task What_opens_on_something_else_closes_what_was_open_and_calls_go_to_the_new()
    {
        await using var script = new BrowserScript(_browser, "./x.js");
        var first = script.OpenAsync("a");
        var second = script.OpenAsync("b");
        var calling = script.CallAsync("load").AsTask();

        _browser.Opening.SetResult(_browser);
        await Task.WhenAll(first, second, calling);

        Assert.Equal(["import", "open", "close", "released", "open", "load"], _browser.Calls);
    }

    [Fact]
    public async Task A_fault_of_a_script_whose_component_is_there_is_told()
    {
        await using var script = new BrowserScript(_browser, "./x.js");
        var opening = script.OpenAsync();
        _browser.Opening.SetException(new JSException("broken"));

        await Assert.ThrowsAsync<JSException>(() => opening);
    }

    /// <summary>Answers <c>open</c> when the test says so, all else at once; it is its own module and handle.</summary>
    private sealed class LateBrowser : IJSRuntime, IJSObjectReference
    {
        public TaskCompletionSource<object?> Opening { get; } = new();

        public List<string> Calls { get; } = [];

        public async ValueTask<T> InvokeAsync<T>(string identifier, object?[]? args)
        {
            Calls.Add(identifier);
            return identifier switch { "import" => (T)(object)this, "open" => (T)(await Opening.Task)!, _ => default! };
        }

        public ValueTask<T> InvokeAsync<T>(string identifier, CancellationToken cancellationToken, object?[]? args) => InvokeAsync<T>(identifier, args);

        public ValueTask DisposeAsync()
        {
            Calls.Add("released");
            return ValueTask.CompletedTask;
        }
    }
}
