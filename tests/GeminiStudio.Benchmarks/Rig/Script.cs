namespace GeminiStudio.Benchmarks.Rig;

/// <summary>What a prompt asks of <see cref="TimedUpstream"/>.</summary>
/// <param name="Kind"><c>stamps</c>: each piece says when it was sent; <c>markdown</c>: a long answer, cut.</param>
/// <param name="Pieces">Chunks of the answer.</param>
/// <param name="EveryMs">From one chunk to the next.</param>
/// <param name="Bytes">Length of a markdown answer.</param>
internal sealed record Script(string Kind, int Pieces, int EveryMs, int Bytes = 0)
{
    private const string First = "Figures";

    public string Prompt => $"{First} {Kind} {Pieces} {EveryMs} {Bytes}";

    /// <summary>Null when the prompt is none of ours.</summary>
    public static Script? Read(string prompt) =>
        prompt.Split(' ') is [First, var kind, var pieces, var every, var bytes] ? new Script(kind, int.Parse(pieces), int.Parse(every), int.Parse(bytes)) : null;

    /// <summary>The pieces, each made when it is asked for. A new paragraph after every tenth stamp.</summary>
    public IEnumerable<string> Texts() => Kind == "stamps"
        ? Enumerable.Range(0, Pieces).Select(number => $"{Stamp.Text(number)} token{(number % 10 == 9 ? "\n\n" : " ")}")
        : SampleText.Cut(SampleText.Answer(Bytes)[..Bytes], Pieces);
}
