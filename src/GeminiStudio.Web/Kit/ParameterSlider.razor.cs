using System.Globalization;
using Microsoft.AspNetCore.Components;

namespace GeminiStudio.Web.Kit;

/// <summary>One number of the run settings: a slider and a box that takes typing and commits on change.</summary>
public partial class ParameterSlider
{
    private double Reach => Math.Min(SliderMax ?? Max, Max);

    private bool IsOff => DisabledReason is not null;

    private bool IsChanged => !IsOff && Value is not null && Value != Default;

    private double Position => Math.Clamp(_dragged ?? (IsOff ? null : Value) ?? Default ?? Min, Min, Math.Max(Min, Reach));

    private string Shown => (_dragged ?? (IsOff ? null : Value) ?? Default) is { } value ? NumberText.Write(value, Step, IsInteger) : "";

    private string Placeholder => IsOff ? "-" : "Default";

    private string ResetTitle => Default is { } value ? $"Reset to {NumberText.Write(value, Step, IsInteger)}" : "Reset to the model's default";

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static double? Number(ChangeEventArgs e) => NumberText.Read(e.Value as string, isInteger: false);

    private string Percent(double value) =>
        (Reach > Min ? Math.Clamp((value - Min) / (Reach - Min), 0, 1) * 100 : 0).ToString("0.##", CultureInfo.InvariantCulture) + "%";

    private void Drag(string? text) => _dragged = NumberText.Read(text, isInteger: false);

    private Task SlidAsync(ChangeEventArgs e) => CommitAsync(Number(e));

    private async Task TypedAsync(ChangeEventArgs e)
    {
        var text = (e.Value as string)?.Trim() ?? "";
        if (text.Length == 0)
        {
            await CommitAsync(null);
        }
        else if (NumberText.Read(text, IsInteger) is { } value && value >= Min && value <= Max)
        {
            await CommitAsync(value);
        }
        else
        {
            _typed = text;
            _problem = $"{(IsInteger ? "A whole number" : "A number")} from {NumberText.Write(Min, Step, IsInteger)} to {NumberText.Write(Max, Step, IsInteger)}.";
        }
    }

    private Task CommitAsync(double? value)
    {
        _dragged = null;
        _typed = null;
        _problem = null;
        return ValueChanged.InvokeAsync(value == Default ? null : value);
    }
}
