using System.Diagnostics;
using System.Globalization;
using GeminiStudio.Benchmarks.Rig;
using GeminiStudio.TestRig;

namespace GeminiStudio.Benchmarks.Figures;

/// <summary>Measures the figures that were asked for, one after the other, and prints them as one table.</summary>
internal static class FigureRun
{
    private static readonly (string Part, Func<Bench, CancellationToken, Task<IReadOnlyList<Figure>>> MeasureAsync)[] All =
    [
        ("a", FirstWordFigure.MeasureAsync), ("b", LongAnswerFigure.MeasureAsync), ("c", LongSessionFigure.MeasureAsync), ("t", TypingFigure.MeasureAsync),
        ("d", MemoryFigure.MeasureAsync), ("s", SoakFigure.MeasureAsync), ("e", CrowdFigure.MeasureAsync),
        ("f", FirstLoadFigure.MeasureAsync), ("g", CoreFigure.MeasureAsync),
    ];

    /// <returns>0 when all was measured and nothing was lost, however slow it was; else 1.</returns>
    public static async Task<int> RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        var options = Read(arguments);
        var figures = new List<Figure>();
        var crashes = 0;
        foreach (var (part, measureAsync) in All.Where(figure => options.Parts.Contains(figure.Part)))
        {
            var began = Stopwatch.GetTimestamp();
            try
            {
                await using var bench = await Bench.StartAsync(options, cancellationToken); // a browser of its own: one that dies takes no other along
                figures.AddRange(await measureAsync(bench, cancellationToken));
            }
            catch (Exception e) // One that cannot be measured does not hide the others.
            {
                crashes++;
                await Console.Error.WriteLineAsync($"{part} crashed: {e}");
            }

            Console.WriteLine($"{part} measured in {Stopwatch.GetElapsedTime(began).TotalSeconds:0} s");
        }

        var table = $"{Environment.ProcessorCount} cores, load {Load()}\n\n{FigureTable.Write(figures)}";
        Console.WriteLine($"\n{table}");
        await File.WriteAllTextAsync(RepositoryRoot.Path("artifacts", "figures", "table.md"), table, cancellationToken);
        return crashes == 0 && !figures.Any(figure => figure.IsLoss) ? 0 : 1;
    }

    // --only abf --minutes 30 --tabs 60 --streams 200
    private static BenchOptions Read(string[] arguments)
    {
        var given = arguments.Chunk(2).ToDictionary(pair => pair[0], pair => pair[1]);
        var parts = given.GetValueOrDefault("--only", string.Concat(All.Select(figure => figure.Part)));
        return new BenchOptions(
            RepositoryRoot.Path("artifacts", "figures", "studio"), RepositoryRoot.Path("artifacts", "figures", "bare"),
            parts.Select(letter => $"{letter}").ToHashSet(),
            double.Parse(given.GetValueOrDefault("--minutes", "3"), CultureInfo.InvariantCulture),
            int.Parse(given.GetValueOrDefault("--tabs", "60")), int.Parse(given.GetValueOrDefault("--streams", "200")));
    }

    private static string Load() => File.Exists("/proc/loadavg") ? string.Join(' ', File.ReadAllText("/proc/loadavg").Split(' ').Take(3)) : "unknown";
}
