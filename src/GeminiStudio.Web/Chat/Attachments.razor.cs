using GeminiStudio.Files;
using GeminiStudio.Web.Kit;
using GeminiStudio.Web.Shell;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace GeminiStudio.Web.Chat;

public sealed partial class Attachments : IAsyncDisposable
{
    private readonly CancellationTokenSource _gone = new();
    private readonly Dictionary<string, Incoming> _incoming = [];
    private IReadOnlyList<AttachmentView> _items = [];
    private DotNetObjectReference<Attachments>? _self;
    private BrowserScript? _script;
    private ElementReference _root;
    private Throttle? _throttle;
    private Guid _shown;
    private string? _model;
    private string? _problem;
    private string? _link;
    private string? _records;
    private bool _asksForLink;
    private bool _isFetching;
    private volatile bool _counted;

    [Parameter, EditorRequired] public Guid SessionId { get; set; }

    /// <summary>Models count in different ways.</summary>
    [Parameter, EditorRequired] public string ModelId { get; set; } = default!;

    /// <summary>Hashes of files anywhere in the chat that Google has not counted yet.</summary>
    [Parameter] public IReadOnlyList<string> Uncounted { get; set; } = [];

    /// <summary>Something was added or taken away, or counted.</summary>
    [Parameter, EditorRequired] public EventCallback OnChanged { get; set; }

    [Inject] private GeminiService Studio { get; set; } = default!;

    [Inject] private IJSRuntime Browser { get; set; } = default!;

    [Inject] private TimeProvider Time { get; set; } = default!;

    /// <summary>Reads the list again: after a message took it along, or a file was added elsewhere.</summary>
    public async Task ReloadAsync(bool isSent = false)
    {
        _problem = isSent ? null : _problem; // what was refused did not go along
        _items = await Studio.AttachmentsAsync(SessionId, ModelId, _gone.Token);
        StateHasChanged();
    }

    /// <summary>Adds a file that is already on the server.</summary>
    public async Task UseAsync(string hash)
    {
        try
        {
            _problem = await Studio.AttachAsync(SessionId, hash, _gone.Token) ? null : "This file is not on the server any more.";
        }
        catch (FileRefusedException e)
        {
            _problem = e.Message;
        }

        await ChangedAsync();
    }

    public void AskForLink()
    {
        (_asksForLink, _link, _records) = (true, null, null);
        StateHasChanged();
    }

    /// <summary>Opens the camera or the microphone.</summary>
    public void Record(string kind)
    {
        (_records, _asksForLink, _problem) = (kind, false, null);
        StateHasChanged();
    }

    [JSInvokable]
    public Task OnUpload(string id, string name, long bytes, int percent) => InvokeAsync(() =>
    {
        _incoming[id] = new Incoming(id, UnseenText.Marked(name), bytes, percent);
        StateHasChanged();
    });

    /// <summary>An upload ended: well, or with words that say why not.</summary>
    [JSInvokable]
    public Task OnUploaded(string id, string? problem) => InvokeAsync(async () =>
    {
        _incoming.Remove(id);
        _problem = problem ?? (_incoming.Count == 0 ? null : _problem);
        await ChangedAsync();
    });

    [JSInvokable]
    public Task OnRecorderClosed(string? problem) => InvokeAsync(() =>
    {
        (_records, _problem) = (null, problem);
        StateHasChanged();
    });

    protected override void OnInitialized()
    {
        _throttle = new Throttle(Time, () => _ = InvokeAsync(RefreshAsync), TimeSpan.FromMilliseconds(250));
        Studio.FileChanged += UploadMoved;
    }

    protected override async Task OnParametersSetAsync()
    {
        if (_shown != SessionId || _model != ModelId)
        {
            (_shown, _model) = (SessionId, ModelId);
            _items = await Studio.AttachmentsAsync(SessionId, ModelId, _gone.Token);
        }
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _self = DotNetObjectReference.Create(this);
            _script = new(Browser, "./Chat/Attachments.razor.js");
            await _script.OpenAsync(_root, _self, SessionId);
        }
        else if (_script is not null)
        {
            await _script.CallAsync("refresh", _records);
        }
    }

    private async Task RefreshAsync()
    {
        try
        {
            var before = Counting();
            await ReloadAsync();
            if (_counted || !before.SequenceEqual(Counting()))
            {
                _counted = false;
                await OnChanged.InvokeAsync();
            }
        }
        catch (Exception) when (_gone.IsCancellationRequested)
        {
            return; // the page is gone
        }
        catch (Exception e)
        {
            await DispatchExceptionAsync(e);
        }
    }

    private void UploadMoved(string hash)
    {
        _counted |= Uncounted.Contains(hash);
        if (_counted || _items.Any(i => i.Attachment.Hash == hash))
        {
            _throttle?.Signal();
        }
    }

    // What a count of the chat rests on: whether Google has counted a file, or has it by now so that it can.
    private List<(string Key, bool IsCounted, bool IsThere)> Counting() => [.. _items.Select(i => (i.Attachment.Key, i.IsCounted, i.Upload is null))];

    private async Task ChangedAsync()
    {
        await ReloadAsync();
        await OnChanged.InvokeAsync();
    }

    private async Task RemoveAsync(string key)
    {
        await Studio.DetachAsync(SessionId, key, _gone.Token);
        await ChangedAsync();
    }

    private async Task ResumeAsync(AttachmentView item)
    {
        await Studio.ResumeUploadAsync(item.Attachment.Key, _gone.Token);
        await ReloadAsync();
    }

    private async Task<string?> ClipAsync(string key, VideoClip clip)
    {
        var problem = await Studio.ClipAsync(SessionId, key, clip, _gone.Token);
        await ChangedAsync();
        return problem;
    }

    private async Task AddLinkAsync()
    {
        _isFetching = true;
        try
        {
            _problem = await Studio.AttachLinkAsync(SessionId, _link ?? "", _gone.Token);
        }
        finally
        {
            _isFetching = false;
        }

        _asksForLink = _problem is not null;
        await ChangedAsync();
    }

    private async Task CancelAsync(string id)
    {
        if (_script is not null)
        {
            await _script.CallAsync("cancel", id);
        }
    }

    private void StopRecording() => _records = null;

    public async ValueTask DisposeAsync()
    {
        Studio.FileChanged -= UploadMoved;
        _throttle?.Dispose();
        await _gone.CancelAsync();
        await (_script?.DisposeAsync() ?? ValueTask.CompletedTask);
        _self?.Dispose();
        _gone.Dispose();
    }

    private sealed record Incoming(string Id, string Name, long Bytes, int Percent);
}
