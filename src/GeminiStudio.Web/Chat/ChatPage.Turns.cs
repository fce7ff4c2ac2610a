using GeminiStudio.Sessions;
using MudBlazor;

namespace GeminiStudio.Web.Chat;

/// <content>The tree of turns: branches, their map, another order.</content>
public sealed partial class ChatPage
{
    private static readonly DialogOptions Medium = new() { MaxWidth = MaxWidth.Medium, FullWidth = true, CloseOnEscapeKey = true };

    private async Task BranchAsync(Guid turnId)
    {
        var dialog = await Dialogs.ShowAsync<BranchDialog>(new DialogOptions { CloseOnEscapeKey = true });
        if (await dialog.GetReturnValueAsync<bool?>() is not { } all)
        {
            return;
        }

        var branch = Guid.NewGuid();
        if (await Studio.BranchSessionAsync(turnId, branch, all, CancellationToken.None))
        {
            Navigation.NavigateTo($"/sessions/{branch}");
        }
        else
        {
            Tell("This turn is not there any more, or its answer is under way.");
        }
    }

    private async Task ShowMapAsync()
    {
        var parameters = new DialogParameters<BranchMap>
        {
            { d => d.Nodes, await Studio.MapAsync(_sessionId, _gone.Token) },
            { d => d.Shown, await PathAsync() },
            { d => d.ModelName, model => Studio.FindModel(model).DisplayName },
        };
        var dialog = await Dialogs.ShowAsync<BranchMap>(null, parameters, Medium);
        if (await dialog.GetReturnValueAsync<Guid?>() is { } turnId)
        {
            await ShowSiblingAsync(turnId);
            await GoToTurnAsync(turnId);
        }
    }

    private async Task ShowOrderAsync()
    {
        var nodes = (await Studio.MapAsync(_sessionId, _gone.Token)).ToDictionary(n => n.Id);
        var path = (await PathAsync()).Select(id => nodes[id]).ToList();
        var parameters = new DialogParameters<OrderDialog> { { d => d.Turns, path } };
        var dialog = await Dialogs.ShowAsync<OrderDialog>(null, parameters, Medium);
        if (await dialog.GetReturnValueAsync<IReadOnlyList<Guid>>() is { } order)
        {
            Tell(await Studio.ReorderTurnsAsync(_sessionId, order, CancellationToken.None)
                ? null
                : "The order was not changed: an answer is under way, or the turns were changed elsewhere.");
            await LoadAsync();
        }
    }

    private void Tell(string? notice, Func<Task>? undo = null) => (_notice, _undo) = (notice, undo);

    /// <summary>All turns of the shown branch, also those that are not loaded.</summary>
    private async Task<IReadOnlyList<Guid>> PathAsync()
    {
        var tree = new TurnTree((await Studio.MapAsync(_sessionId, _gone.Token)).Select((n, i) => new TurnNode(n.Id, n.ParentId, i)));
        return tree.PathTo(_view?.Turns.LastOrDefault()?.Id);
    }

    /// <summary>Loads as many earlier turns as it takes, then scrolls there.</summary>
    private async Task GoToTurnAsync(Guid turnId)
    {
        while (_view is { EarlierTurns: > 0 } view && view.Turns.All(t => t.Id != turnId))
        {
            _turnsWanted += 5 * SessionStore.PageOfTurns;
            await LoadAsync();
        }

        StateHasChanged();
        if (_thread is not null)
        {
            await _thread.ToTurnAsync(turnId);
        }
    }

    private async Task PinAsync(bool isPinned)
    {
        await Studio.PinSessionAsync(_sessionId, isPinned, CancellationToken.None);
        await LoadAsync();
    }

    private async Task ArchiveAsync(bool isArchived)
    {
        await Studio.ArchiveSessionAsync(_sessionId, isArchived, CancellationToken.None);
        await LoadAsync();
    }
}
