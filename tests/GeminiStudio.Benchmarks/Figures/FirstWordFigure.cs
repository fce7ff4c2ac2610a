using System.Text;
using GeminiStudio.Benchmarks.Rig;

namespace GeminiStudio.Benchmarks.Figures;

/// <summary>From the upstream's first chunk to its text in the page, the commit in between; beside a bare page and a bare pass-through.</summary>
internal static class FirstWordFigure
{
    private const int Rounds = 5;
    private const int RunsInRound = 8;
    private static readonly Script Short = new("stamps", 4, 60);

    public static async Task<IReadOnlyList<Figure>> MeasureAsync(Bench bench, CancellationToken cancellationToken)
    {
        await using var studio = await bench.StartStudioAsync(bench.NewDirectory(), cancellationToken);
        await using var bare = await bench.StartBareAsync(cancellationToken);
        await MeasureAsync(bench, studio, "/", 1, 3); // The first answers of a process compile their way.
        await MeasureAsync(bench, bare, "/stream", 1, 3);
        var (ours, page, pass) = (new Samples(), new Samples(), new Samples());
        for (var round = 0; round < Rounds; round++)
        {
            ours.AddRange(await MeasureAsync(bench, studio, "/", 1, RunsInRound));
            page.AddRange(await MeasureAsync(bench, bare, "/stream", 1, RunsInRound));
            pass.AddRange(await PassAsync(bare, RunsInRound, cancellationToken));
        }

        return
        [
            new Figure("a", "first chunk at the server to text in the page, ms", ours.P50, 40) { Ours95 = ours.P95, Goal95 = 100, Baseline = page.P50, Note = $"{ours.Count} answers; bare Blazor page p95 {page.P95:0.0} ms, without a commit" },
            new Figure("a", "the same through a bare Kestrel to a socket, ms", pass.P50) { Ours95 = pass.P95 },
        ];
    }

    private static async Task<IReadOnlyList<double>> MeasureAsync(Bench bench, Site site, string path, int visits, int runs)
    {
        var delays = new List<double>();
        for (var visit = 0; visit < visits; visit++)
        {
            await using var page = await bench.OpenAsync(site, path);
            for (var run = 0; run < runs; run++)
            {
                await page.AskAsync(Short.Prompt);
            }

            delays.AddRange((await page.StampsAsync()).Where(s => s.Number == 0).Select(s => s.DelayMs));
        }

        return delays;
    }

    private static async Task<IReadOnlyList<double>> PassAsync(Site bare, int runs, CancellationToken cancellationToken)
    {
        var delays = new List<double>();
        for (var run = 0; run < runs; run++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/pass/v1beta/models/m:streamGenerateContent")
            {
                Content = new StringContent($$"""{"contents":[{"parts":[{"text":"{{Short.Prompt}}"}]}]}""", Encoding.UTF8, "application/json"),
            };
            using var answer = await bare.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            await using var body = await answer.Content.ReadAsStreamAsync(cancellationToken);
            var buffer = new byte[4096];
            var read = await body.ReadAsync(buffer, cancellationToken);
            var now = Stamp.NowMicros;
            Stamp.Find(buffer.AsSpan(0, read), (_, sent) => delays.Add((now - sent) / 1000.0));
            await body.CopyToAsync(Stream.Null, cancellationToken);
        }

        return delays;
    }
}
