using Microsoft.JSInterop;

namespace GeminiStudio.Web.Shell;

/// <summary>Lets go of a JS object when a component ends, also when the browser has gone before.</summary>
internal static class BrowserModule
{
    /// <param name="module">The object; null when it was never fetched.</param>
    /// <param name="lastCall">A function of the object to call first.</param>
    public static async ValueTask ReleaseAsync(this IJSObjectReference? module, string? lastCall = null)
    {
        if (module is null)
        {
            return;
        }

        try
        {
            if (lastCall is not null)
            {
                await module.InvokeVoidAsync(lastCall);
            }

            await module.DisposeAsync();
        }
        catch (Exception e) when (e is JSDisconnectedException or OperationCanceledException)
        {
            // The tab is closed, or was closed while it was asked: there is nothing left to release.
        }
    }
}
