using GeminiStudio.Sessions;

namespace GeminiStudio.Web.Shell;

/// <summary>The chats of a person by day, to find, pin, rename, archive and delete; the last two can be taken back for ten seconds.</summary>
public sealed partial class HistoryList : IDisposable
{
    private Task _forgetting = Task.CompletedTask; // kept, so that its end is somebody's

    public void Dispose() => _timer?.Dispose();

    private async Task DeleteAsync(SessionSummary session)
    {
        await OnDelete.InvokeAsync(session.Id);
        Offer(new Undoable(session, "Deleted", () => OnRestore.InvokeAsync(session.Id)));
    }

    private async Task ArchiveAsync(SessionSummary session, bool isArchived)
    {
        await OnArchive.InvokeAsync((session.Id, isArchived));
        Offer(new Undoable(session, isArchived ? "Archived" : "Back in the history:", async () =>
        {
            await OnArchive.InvokeAsync((session.Id, !isArchived));
            if (session.IsPinned)
            {
                await OnPin.InvokeAsync((session.Id, true));
            }
        }));
    }

    private void Offer(Undoable undo)
    {
        _undo = undo;
        _timer?.Dispose();
        _timer = Time.CreateTimer(_ => _forgetting = InvokeAsync(() => Forget(undo)), null, UndoTime, Timeout.InfiniteTimeSpan);
    }

    private void Forget(Undoable undo)
    {
        if (_undo == undo)
        {
            _undo = null;
            StateHasChanged();
        }
    }

    private async Task UndoAsync()
    {
        if (_undo is { } undo)
        {
            _undo = null;
            await undo.TakeBack();
        }
    }

    private sealed record Undoable(SessionSummary Session, string Done, Func<Task> TakeBack);
}
