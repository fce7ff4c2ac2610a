using BenchmarkDotNet.Attributes;
using GeminiStudio.Gemini;

namespace GeminiStudio.Benchmarks;

/// <summary>Looking for a key in 4 MB of text that begins like one over and over; it must grow with the text, not with its square.</summary>
public class KeyMaskBenchmark
{
    private const string Key = "q7-Canary_0123456789.abcdefghij+KLMNOP/x=";
    private readonly Secret _key = new(Key);
    private string _text = "";

    [Params(10_000, 100_000)]
    public int HalfKeys { get; set; }

    [GlobalSetup]
    public void Setup() => _text = string.Concat(Enumerable.Repeat(Key[..^1], HalfKeys));

    [Benchmark]
    public string Apply() => KeyMask.Apply(_text, _key);
}
