using GeminiStudio.Gemini;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace GeminiStudio.Web.Parameters;

/// <summary>The model's card, and the list that it opens.</summary>
public partial class ModelPicker
{
    /// <summary>Opens the list, for a button that lies elsewhere.</summary>
    public void OpenAsync()
    {
        _isOpen = _focusNext = true;
        _query = "";
        _active = Math.Max(0, Offered.FindIndex(m => m.Id == Current.Id));
        StateHasChanged();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_focusNext && _isOpen)
        {
            _focusNext = false;
            await _box.FocusAsync();
        }
    }

    // Who came by keys goes on from where they were.
    private async Task CloseAsync()
    {
        _isOpen = false;
        await _card.FocusAsync();
    }

    private void Search(string? query)
    {
        _query = query ?? "";
        _active = 0;
    }

    private async Task KeyAsync(KeyboardEventArgs e)
    {
        switch (e.Key)
        {
            case "ArrowDown": _active = Math.Min(_active + 1, Found.Count - 1); break;
            case "ArrowUp": _active = Math.Max(_active - 1, 0); break;
            case "Escape": await CloseAsync(); break;
            case "Enter" when Found.ElementAtOrDefault(_active) is { } model: await PickAsync(model); break;
        }
    }

    private async Task PickAsync(ModelInfo model)
    {
        await CloseAsync();
        if (model.Id != Current.Id)
        {
            await OnPick.InvokeAsync(model);
        }
    }
}
