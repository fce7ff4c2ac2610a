using GeminiStudio.Runs;
using Microsoft.AspNetCore.Components;

namespace GeminiStudio.Web.Kit;

/// <content>A turn that is still being answered: it follows its run.</content>
public sealed partial class TurnCard : IDisposable
{
    private RunWatch? _watch;

    /// <summary>What fills the turn now; null when it is settled.</summary>
    [Parameter] public Run? Run { get; set; }

    /// <summary>Asked for while the run waits for a limit.</summary>
    [Parameter] public EventCallback OnPickModel { get; set; }

    private string StateName => (_watch?.Shown.State ?? Turn.State).ToString().ToLowerInvariant();

    private string Text => _watch?.Shown.Text ?? Turn.Text;

    // Most answers: without a body around its text, a page of them needs a tenth less.
    private bool IsPlain => Text.Length > 0 && (_watch is { } watch ? watch.Shown.OtherParts.Count == 0 : Turn.PlacedParts.Count == 0 && Turn.Grounding is null);

    private string Name => ModelName ?? Turn.Settings?.Model ?? "";

    private string Label => _watch is null ? $"{(IsUser ? "User" : "Model")}, {Words.When(Turn.CreatedAt, Time)}" : "Model, under way";

    protected override void OnParametersSet()
    {
        if (Run != _watch?.Run)
        {
            _watch?.Dispose();
            _watch = Run is null ? null : new RunWatch(Run, Time, () => _ = InvokeAsync(Pull));
        }
    }

    public void Dispose() => _watch?.Dispose();

    private void Pull()
    {
        _watch?.Pull();
        StateHasChanged();
    }
}
