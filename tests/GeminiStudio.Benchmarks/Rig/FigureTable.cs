using System.Text;

namespace GeminiStudio.Benchmarks.Rig;

/// <summary>The figures of a run as a table that is also markdown.</summary>
internal static class FigureTable
{
    private static readonly string[] Head = ["", "figure", "goal", "ours p50", "ours p95", "baseline", "ratio", "verdict"];

    public static string Write(IReadOnlyList<Figure> figures)
    {
        string[][] rows = [Head, .. figures.Select(Cells)];
        var widths = Head.Select((_, column) => rows.Max(row => row[column].Length)).ToArray();
        var text = new StringBuilder();
        foreach (var (index, row) in rows.Index())
        {
            text.Append("| ").AppendJoin(" | ", row.Select((cell, column) => column == 1 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]))).AppendLine(" |");
            if (index == 0)
            {
                text.Append('|').AppendJoin('|', widths.Select(width => new string('-', width + 2))).AppendLine("|");
            }
        }

        foreach (var figure in figures.Where(f => f.Note is not null))
        {
            text.AppendLine().Append($"{figure.Part}. {figure.Name}: {figure.Note}");
        }

        return text.AppendLine().ToString();
    }

    private static string[] Cells(Figure f) =>
    [
        f.Part, f.Name, f.Goal is null && f.Goal95 is null ? "" : $"{(f.IsAtLeast ? ">=" : "<=")} {Pair(f.Goal, f.Goal95)}",
        Number(f.Ours), Number(f.Ours95), Number(f.Baseline), f.Baseline is > 0 ? $"{f.Ours / f.Baseline:0.00}x" : "", f.Verdict,
    ];

    private static string Pair(double? middle, double? high) => string.Join(" / ", new[] { Number(middle), Number(high) }.Where(n => n.Length > 0));

    private static string Number(double? value) => value switch
    {
        null => "",
        double.NaN => "?",
        >= 1000 or <= -1000 => $"{value:#,0}",
        >= 100 or <= -100 => $"{value:0}",
        >= 10 or <= -10 => $"{value:0.0}",
        _ => $"{value:0.##}",
    };
}
