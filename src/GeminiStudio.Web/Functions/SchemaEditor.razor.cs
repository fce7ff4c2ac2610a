using GeminiStudio.Functions;
using GeminiStudio.Sessions;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace GeminiStudio.Web.Functions;

/// <summary>The dialog that gives an answer its shape; it answers with settings, or with nothing when it was left.</summary>
public sealed partial class SchemaEditor
{
    private static readonly (string, string)[] Modes = [("schema", "A schema"), ("any", "Any JSON"), ("enum", "One of some words")];
    private static readonly string[] Roots = ["object", "object list", "string list", "enum list"];
    private SchemaEdit _edit = new(null);
    private EditorBox? _box;
    private EditorBox? _sample;
    private bool _isBuilding;
    private string _source = "";
    private string? _problem;

    /// <summary>What is kept now; null for a session without.</summary>
    [Parameter] public StructuredOutput? Structured { get; set; }

    [CascadingParameter] private IMudDialogInstance Dialog { get; set; } = default!;

    protected override void OnInitialized() => _edit = new SchemaEdit(Structured);

    private void TreeChanged() => _edit.TreeChanged();

    private void SetRoot(ChangeEventArgs e)
    {
        if (e.Value is string kind && Roots.Contains(kind))
        {
            SchemaKind.Set(_edit.Root, kind);
            _edit.TreeChanged();
        }
    }

    private async Task BuildAsync()
    {
        if (_sample is not null)
        {
            await _sample.FlushAsync();
        }

        _problem = _edit.Build(_source);
        _isBuilding = _problem is not null;
    }

    private async Task SaveAsync()
    {
        if (_box is not null)
        {
            await _box.FlushAsync();
        }

        if (_edit.Problems.Count == 0)
        {
            Dialog.Close(DialogResult.Ok(_edit.Result()));
        }
    }

    private void Close() => Dialog.Cancel();
}
