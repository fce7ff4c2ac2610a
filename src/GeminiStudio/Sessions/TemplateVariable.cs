using System.Globalization;

namespace GeminiStudio.Sessions;

/// <summary>How a variable is typed in.</summary>
public enum VariableKind
{
    Text,
    Multiline,
    Number,
    Range,
    Select,
    Checkbox,
    Date,
    Time,
    Email,
    Url,

    /// <summary>A file that goes along with the message; its name stands in the text.</summary>
    File,
}

/// <summary>A place in a text that is filled in before it is sent.</summary>
public sealed record TemplateVariable
{
    public required string Name { get; init; }

    public VariableKind Kind { get; init; }

    /// <summary>For <see cref="VariableKind.Select"/>; empty for all other kinds.</summary>
    public IReadOnlyList<string> Options { get; init; } = [];

    /// <summary>Lowest number; null is no limit.</summary>
    public double? Minimum { get; init; }

    /// <summary>Highest number; null is no limit.</summary>
    public double? Maximum { get; init; }

    /// <summary>What stands for it when nothing is typed; null for none.</summary>
    public string? Default { get; init; }

    /// <summary>Whether it may be left out.</summary>
    public bool IsOptional { get; init; }

    /// <summary>What is wrong with a value; null when it can be used. Blanks count as no value.</summary>
    /// <param name="value">As it was typed; null for none.</param>
    public string? Problem(string? value)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            return IsOptional || Default is not null || Kind == VariableKind.Checkbox ? null : $"{Name} has no value yet.";
        }

        return Kind switch
        {
            VariableKind.Number or VariableKind.Range => Number(value),
            VariableKind.Select when !Options.Contains(value) => $"{Name} is one of {string.Join(", ", Options)}.",
            VariableKind.Checkbox when value is not ("yes" or "no") => $"{Name} is yes or no.",
            VariableKind.Date when !DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) => $"{Name} is a date, for example 2026-11-24.",
            VariableKind.Time when !TimeOnly.TryParseExact(value, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) => $"{Name} is a time, for example 14:30.",
            VariableKind.File when VariableFile.Read(value) is null => $"{Name} is a file. Choose one.",
            VariableKind.Email when value.IndexOf('@') is < 1 || value.EndsWith('@') || value.Any(char.IsWhiteSpace) => $"{Name} is a mail address.",
            VariableKind.Url when !(Uri.TryCreate(value, UriKind.Absolute, out var url) && url.Scheme is "http" or "https") => $"{Name} is an address that begins with https:// or http://.",
            _ => null,
        };
    }

    /// <summary>What goes into the text.</summary>
    public string Shown(string? value) =>
        Kind == VariableKind.File ? VariableFile.Read(value)?.Name ?? "" : !string.IsNullOrWhiteSpace(value) ? value : Default ?? (Kind == VariableKind.Checkbox ? "no" : "");

    private string? Number(string value)
    {
        if (!double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number))
        {
            return $"{Name} is a number.";
        }

        return number < Minimum || number > Maximum
            ? FormattableString.Invariant($"{Name} is a number{(Minimum is { } low ? $" from {low}" : "")}{(Maximum is { } high ? $" to {high}" : "")}.")
            : null;
    }
}
