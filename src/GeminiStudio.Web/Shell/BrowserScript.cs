using Microsoft.JSInterop;

namespace GeminiStudio.Web.Shell;

/// <summary>The script of one component: its module and what the module's <c>open</c> answered, which has a <c>close</c>.</summary>
/// <remarks>A component may be gone before its script has come: then the script has no element to open, and that is no fault.</remarks>
/// <param name="browser">The component's.</param>
/// <param name="path">Of the module.</param>
internal sealed class BrowserScript(IJSRuntime browser, string path) : IAsyncDisposable
{
    private IJSObjectReference? _module;
    private IJSObjectReference? _opened;
    private bool _isGone;

    public bool IsOpen => _opened is not null && !_isGone;

    /// <summary>Fetches the module and opens it on what the component shows.</summary>
    public async Task OpenAsync(params object?[] arguments)
    {
        try
        {
            _module ??= await browser.InvokeAsync<IJSObjectReference>("import", path);
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

    /// <summary>Calls a function of what was opened; does nothing before and after.</summary>
    public async ValueTask CallAsync(string function, params object?[] arguments)
    {
        try
        {
            await (IsOpen ? _opened!.InvokeVoidAsync(function, arguments) : ValueTask.CompletedTask);
        }
        catch (Exception e) when (IsEnd(e))
        {
            return;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _isGone = true;
        await ReleaseAsync();
    }

    private bool IsEnd(Exception e) => e is JSDisconnectedException or OperationCanceledException || (_isGone && e is JSException or ObjectDisposedException);

    private async ValueTask ReleaseAsync()
    {
        (var opened, var module, _opened, _module) = (_opened, _module, null, null);
        await opened.ReleaseAsync("close");
        await module.ReleaseAsync();
    }
}
