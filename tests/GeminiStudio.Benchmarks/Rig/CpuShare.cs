using System.Diagnostics;

namespace GeminiStudio.Benchmarks.Rig;

/// <summary>How many cores the measured process and the measuring one used since this was made.</summary>
internal sealed class CpuShare(int processId)
{
    private readonly long _began = Stopwatch.GetTimestamp();
    private readonly TimeSpan _theirs = ProcessFacts.Cpu(processId);
    private readonly TimeSpan _own = ProcessFacts.Cpu(Environment.ProcessId);

    public (double Theirs, double Own) Read()
    {
        var elapsed = Stopwatch.GetElapsedTime(_began);
        return ((ProcessFacts.Cpu(processId) - _theirs) / elapsed, (ProcessFacts.Cpu(Environment.ProcessId) - _own) / elapsed);
    }
}
