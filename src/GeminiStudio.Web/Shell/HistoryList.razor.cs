using GeminiStudio.Sessions;

namespace GeminiStudio.Web.Shell;

/// <summary>The chats of a person by day, to find, rename and delete; a deletion can be taken back for ten seconds.</summary>
public sealed partial class HistoryList : IDisposable
{
    private Task _forgetting = Task.CompletedTask; // kept, so that its end is somebody's

    public void Dispose() => _timer?.Dispose();

    private async Task DeleteAsync(SessionSummary session)
    {
        await OnDelete.InvokeAsync(session.Id);
        _deleted = session;
        _timer?.Dispose();
        _timer = Time.CreateTimer(_ => _forgetting = InvokeAsync(() => Forget(session)), null, UndoTime, Timeout.InfiniteTimeSpan);
    }

    private void Forget(SessionSummary session)
    {
        if (_deleted == session)
        {
            _deleted = null;
            StateHasChanged();
        }
    }

    private async Task RestoreAsync()
    {
        if (_deleted is { } session)
        {
            _deleted = null;
            await OnRestore.InvokeAsync(session.Id);
        }
    }
}
