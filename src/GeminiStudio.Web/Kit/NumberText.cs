using System.Globalization;
using System.Text.RegularExpressions;

namespace GeminiStudio.Web.Kit;

/// <summary>Numbers as people type them: a comma or a point before the fraction, commas or spaces between thousands.</summary>
internal static partial class NumberText
{
    /// <summary>Null when the text is no finite number.</summary>
    public static double? Read(string? text, bool isInteger)
    {
        var typed = (text ?? "").Trim().Replace("\u00a0", "").Replace(" ", "");
        if (isInteger && Thousands().IsMatch(typed))
        {
            typed = typed.Replace(",", "").Replace(".", "");
        }

        typed = typed.Replace(',', '.');
        return double.TryParse(typed, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            && double.IsFinite(value) && (!isInteger || Math.Floor(value) == value)
                ? value
                : null;
    }

    /// <summary>8,192 for whole numbers; as many digits after the point as the step has, at least two.</summary>
    public static string Write(double value, double step, bool isInteger) => isInteger
        ? value.ToString("N0", CultureInfo.InvariantCulture)
        : value.ToString(step < 0.01 || Math.Round(value, 2) != value ? "0.00##" : "0.00", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^-?\d{1,3}([,.]\d{3})+$")]
    private static partial Regex Thousands();
}
