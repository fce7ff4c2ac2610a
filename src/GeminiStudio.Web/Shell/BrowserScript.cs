using Microsoft.JSInterop;
using Microsoft.JSInterop.Infrastructure;

namespace GeminiStudio.Web.Shell;

/// <summary>The script of one component: its module and what the module's <c>open</c> answered, which has a <c>close</c>.</summary>
/// <remarks>A component may be gone before its script has come: then the script has no element to open, and that is no fault.</remarks>
/// <param name="browser">The component's.</param>
/// <param name="path">Of the module.</param>
internal sealed class BrowserScript(IJSRuntime browser, string path) : IAsyncDisposable
{
    private IJSObjectReference? _module;
    private IJSObjectReference? _opened;
    private Task _opening = Task.CompletedTask;
    private bool _isGone;

    /// <summary>Whether it hears what is clicked and typed; a button that it serves is off before.</summary>
    public bool IsOpen => _opened is not null && !_isGone;

    /// <summary>Fetches the module and opens it on what the component shows; what was open before is closed first.</summary>
    public Task OpenAsync(params object?[] arguments) => _opening = OpenAfterAsync(_opening, arguments);

    /// <summary>Calls a function of what was opened, once it is; does nothing before and after.</summary>
    public async ValueTask CallAsync(string function, params object?[] arguments) => await CallAsync<IJSVoidResult>(function, arguments);

    /// <summary>As <see cref="CallAsync"/>, with the function's answer; the default where there is nothing to call.</summary>
    public async ValueTask<T?> CallAsync<T>(string function, params object?[] arguments)
    {
        await _opening;
        try
        {
            return IsOpen ? await _opened!.InvokeAsync<T>(function, arguments) : default;
        }
        catch (Exception e) when (IsEnd(e))
        {
            return default;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _isGone = true;
        await ReleaseAsync();
    }

    private async Task OpenAfterAsync(Task before, object?[] arguments)
    {
        await before;
        try
        {
            _module ??= await browser.InvokeAsync<IJSObjectReference>("import", path);
            (var last, _opened) = (_opened, null);
            await last.ReleaseAsync("close");
            _opened = _isGone ? null : await _module.InvokeAsync<IJSObjectReference>("open", arguments);
        }
        catch (Exception e) when (IsEnd(e))
        {
            return;
        }

        if (_isGone)
        {
            await ReleaseAsync();
        }
    }

    private bool IsEnd(Exception e) => e is JSDisconnectedException or OperationCanceledException || (_isGone && e is JSException or ObjectDisposedException);

    private async ValueTask ReleaseAsync()
    {
        (var opened, var module, _opened, _module) = (_opened, _module, null, null);
        await opened.ReleaseAsync("close");
        await module.ReleaseAsync();
    }
}
