using BenchmarkDotNet.Running;
using GeminiStudio.Benchmarks.Figures;

if (args is ["figures", .. var rest])
{
    return await FigureRun.RunAsync(rest, CancellationToken.None);
}

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
return 0;
