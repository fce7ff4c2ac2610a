using GeminiStudio.Functions;
using GeminiStudio.Gemini;
using GeminiStudio.Sessions;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace GeminiStudio.Web.Functions;

/// <summary>The dialog that declares functions; it answers with settings, or with nothing when it was left.</summary>
public sealed partial class FunctionEditor
{
    private FunctionEdit _edit = new(null);
    private EditorBox? _box;
    private bool _isImporting;

    /// <summary>What is kept now; null for a session without functions.</summary>
    [Parameter] public FunctionSettings? Functions { get; set; }

    [CascadingParameter] private IMudDialogInstance Dialog { get; set; } = default!;

    private IReadOnlyList<string> Problems => _edit.Problems;

    private int Tokens => TokenCounter.Estimate(Declarations.Write(_edit.Functions));

    protected override void OnInitialized() => _edit = new FunctionEdit(Functions);

    private static string Typed(ChangeEventArgs e) => ((e.Value as string) ?? "").Trim();

    private async Task FlushAsync()
    {
        if (_edit.IsText && _box is not null)
        {
            await _box.FlushAsync();
        }
    }

    private async Task SelectAsync(int index)
    {
        await FlushAsync();
        _isImporting = false;
        _edit.Select(index);
    }

    private async Task AddAsync()
    {
        await FlushAsync();
        _isImporting = false;
        _edit.Add();
    }

    private async Task ShowAsync(bool asText)
    {
        await FlushAsync();
        if (Problems.Count == 0 || !_edit.IsText)
        {
            _edit.Show(asText); // a text that is no JSON has no tree to show
        }
    }

    private void Allow(string name, bool isAllowed)
    {
        if (isAllowed)
        {
            _edit.Allowed.Add(name);
        }
        else
        {
            _edit.Allowed.Remove(name);
        }
    }

    private void SetRounds(ChangeEventArgs e) => _edit.MaxRounds = int.TryParse(Typed(e), out var rounds) ? Math.Clamp(rounds, 1, 50) : null;

    private void ImportAsync(IReadOnlyList<(FunctionDraft, FunctionAnswer?)> functions)
    {
        _edit.Import(functions);
        _isImporting = false;
    }

    private async Task SaveAsync()
    {
        await FlushAsync();
        if (Problems.Count == 0)
        {
            Dialog.Close(DialogResult.Ok(_edit.Result(isOn: true)));
        }
    }

    private void Close() => Dialog.Cancel();
}
