using GeminiStudio.Web.Kit;
using Microsoft.AspNetCore.Components.Web;

namespace GeminiStudio.Web.Shell;

/// <summary>Finds chats by title, pages, models and actions, by keyboard alone: Ctrl K, a few letters, Enter.</summary>
public sealed partial class PaletteList
{
    private const int MostChats = 8;

    private readonly string _name = $"palette-{Guid.NewGuid():N}";
    private string _query = "";
    private int _active;
    private Task _searching = Task.CompletedTask;
    private List<PaletteEntry> _actions = [];
    private List<PaletteEntry> _chats = [];
    private List<PaletteEntry> _found = [];

    protected override Task OnInitializedAsync()
    {
        _actions = [.. Offers.OfPage, .. Actions, .. Rail.Places.Select(p => new PaletteEntry("Pages", p.Name, p.Icon, () => Go(p.Href)))];
        return SearchAsync("");
    }

    private Task SearchAsync(string? query)
    {
        _query = query ?? "";
        _active = 0;
        Show();
        return _searching = FindChatsAsync(_query);
    }

    private async Task FindChatsAsync(string query)
    {
        var chats = await Studio.ListSessionsAsync(query, MostChats, CancellationToken.None);
        if (query == _query)
        {
            _chats = [.. chats.Select(c => new PaletteEntry("Chats", c.Title, "chat", () => Go($"/sessions/{c.Id}")) { Hint = Words.When(c.UpdatedAt, Time) })];
            Show();
        }
    }

    // What is done on this page stands first; a search for a chat finds it below, unless nothing else fits.
    private void Show()
    {
        var words = _query.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        _found =
        [
            .. _actions.Where(a => words.Length > 0 || a.Group != "Use a model")
                .Where(a => words.All(w => $"{a.Group} {a.Title} {a.Words}".Contains(w, StringComparison.OrdinalIgnoreCase))),
            .. _chats.Where(c => c.Title.Contains(_query.Trim(), StringComparison.OrdinalIgnoreCase)),
        ];
        _active = Math.Clamp(_active, 0, Math.Max(0, _found.Count - 1));
    }

    private async Task KeyAsync(KeyboardEventArgs e)
    {
        switch (e.Key)
        {
            case "ArrowDown": _active = Math.Min(_active + 1, Math.Max(0, _found.Count - 1)); break;
            case "ArrowUp": _active = Math.Max(_active - 1, 0); break;
            case "Enter":
                await _searching; // typed fast: what is chosen is what the letters mean
                if (_found.ElementAtOrDefault(_active) is { } entry)
                {
                    await ActAsync(entry);
                }

                break;
        }
    }

    private async Task ActAsync(PaletteEntry entry)
    {
        await OnDone.InvokeAsync();
        await entry.Act();
    }

    private Task Go(string address)
    {
        Navigation.NavigateTo(address);
        return Task.CompletedTask;
    }
}
