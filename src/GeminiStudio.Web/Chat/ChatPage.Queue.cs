using GeminiStudio.Gemini;
using GeminiStudio.Sessions;
using GeminiStudio.Usage;
using GeminiStudio.Web.Shell;
using Microsoft.AspNetCore.Components;

namespace GeminiStudio.Web.Chat;

/// <content>Messages that wait or are only added, temporary chats, and what the command menu offers here.</content>
public sealed partial class ChatPage
{
    private IReadOnlyList<QueuedMessage> _queue = [];
    private IDisposable? _hold;
    private IDisposable? _offer;
    private bool _isTemporary;

    /// <summary>Whether a new chat was asked for that is not kept.</summary>
    [SupplyParameterFromQuery(Name = "temporary")] public bool AsksTemporary { get; set; }

    [Inject] private PaletteOffers Palette { get; set; } = default!;

    /// <summary>Null when the message waits or runs, else why not.</summary>
    private async Task<string?> QueueAsync(Guid turnId, long revision)
    {
        var problem = await Studio.EnqueueAsync(_sessionId, turnId, revision, CancellationToken.None);
        await LoadAsync();
        StateHasChanged();
        return problem;
    }

    /// <summary>Null when the turn was added, else why not.</summary>
    private async Task<string?> AddAsync(Guid turnId, long revision, string role)
    {
        ClearNotice();
        var problem = await Studio.AddTurnAsync(_sessionId, turnId, revision, role == "model" ? "model" : "user", _settings!, CancellationToken.None);
        await AfterSendAsync();
        return problem;
    }

    private Task SendQueuedAsync(Guid turnId) => StartAsync(() => Studio.SendQueuedNowAsync(_sessionId, turnId, CancellationToken.None));

    private async Task EditQueuedAsync(Guid turnId)
    {
        if (_composer is not null)
        {
            await _composer.ExchangeAsync(async () =>
            {
                if (!await Studio.TakeBackQueuedAsync(_sessionId, turnId, CancellationToken.None))
                {
                    Tell("This message was sent by then, or is too long together with what stands in the box.");
                }
            });
            await LoadAsync();
        }
    }

    private async Task DeleteQueuedAsync(Guid turnId)
    {
        var taken = await Studio.DeleteQueuedAsync(_sessionId, turnId, CancellationToken.None);
        Tell(taken is null ? "This message was sent by then." : "Waiting message deleted.", taken is null ? null : () => Studio.RestoreQueuedAsync(taken, CancellationToken.None));
        await LoadAsync();
    }

    private long? PromptCost(int tokens) => Cost.Of(Model, new GeminiUsage { PromptTokens = tokens, TotalTokens = tokens }, Studio.Today);

    private void AskTemporary(bool isTemporary) =>
        Navigation.NavigateTo(isTemporary ? "/?temporary=true" : "/", new NavigationOptions { ReplaceHistoryEntry = true });

    /// <summary>A chat without a turn is what its address says, one with turns stays what it was begun as. A page holds it while it is shown.</summary>
    private async Task TakeTemporaryAsync()
    {
        var marked = _view?.IsTemporary ?? await Studio.IsTemporaryAsync(_sessionId, _gone.Token);
        if (_view is null && Id is null && marked != AsksTemporary && await Studio.MarkTemporaryAsync(_sessionId, AsksTemporary, _gone.Token))
        {
            marked = AsksTemporary;
        }

        var before = _hold;
        _isTemporary = marked;
        _hold = marked ? Studio.HoldTemporary(_sessionId) : null;
        before?.Dispose();
    }

    private void LetGo()
    {
        _hold?.Dispose();
        (_hold, _isTemporary, _queue) = (null, false, []);
    }

    private IEnumerable<PaletteEntry> Offered()
    {
        if (_settings is null || _isMissing)
        {
            yield break;
        }

        yield return Entry("Run settings", "tune", TogglePanelAsync);
        if (_view is { } view)
        {
            yield return Entry("Map of branches", "branch", ShowMapAsync);
            if (!IsBusy)
            {
                yield return Entry("Order of turns", "swap", ShowOrderAsync);
            }

            if (!view.IsTemporary)
            {
                yield return Entry(view.IsPinned ? "Unpin this chat" : "Pin this chat", "bookmark", () => PinAsync(!view.IsPinned));
                yield return Entry(view.IsArchived ? "Take this chat out of the archive" : "Archive this chat", "archive", () => ArchiveAsync(!view.IsArchived));
            }
        }

        foreach (var model in Studio.Models.Where(m => m.Generates && m.Id != _settings.Model))
        {
            yield return Entry(model.DisplayName, "cpu", () => ChangeSettingsAsync(_settings with { Model = model.Id })) with { Group = "Use a model", Words = $"{model.Id} {model.ApiId}" };
        }
    }

    private PaletteEntry Entry(string title, string icon, Func<Task> act) => new("This chat", title, icon, () => InvokeAsync(async () =>
    {
        await act();
        StateHasChanged();
    }));
}
