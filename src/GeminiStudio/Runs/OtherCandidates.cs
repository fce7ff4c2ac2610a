using System.Text;
using GeminiStudio.Data;
using GeminiStudio.Gemini;
using GeminiStudio.Sessions;

namespace GeminiStudio.Runs;

/// <summary>One answer more to the same request; it stands beside the one that was shown while it arrived.</summary>
/// <param name="Parts">JSON array.</param>
internal sealed record OtherAnswer(string Parts, TurnState State, string? FinishReason, string? FinishMessage);

/// <summary>Collects the candidates of a response beside the first.</summary>
internal sealed class OtherCandidates
{
    private readonly List<string> _json = [];
    private readonly SortedDictionary<int, Candidate> _found = [];

    /// <summary>Each piece as it came.</summary>
    public IReadOnlyList<string> Json => _json;

    /// <summary>Takes the candidates of one chunk beside the shown one; those without an index of their own are told apart by their order.</summary>
    public void Add(IReadOnlyList<ReadOnlyMemory<byte>> candidates, int shown)
    {
        foreach (var (place, json) in candidates.Index())
        {
            var text = Encoding.UTF8.GetString(json.Span);
            _json.Add(text);
            var chunk = GeminiChunkReader.Read(Encoding.UTF8.GetBytes($$"""{"candidates":[{{text}}]}"""));
            var index = chunk.CandidateIndex == shown ? int.MaxValue - candidates.Count + place : chunk.CandidateIndex;
            if (!_found.TryGetValue(index, out var candidate))
            {
                _found[index] = candidate = new Candidate();
            }

            candidate.Parts.AddRange(chunk.Parts);
            candidate.FinishReason = chunk.FinishReason?.Replace('\0', '\uFFFD') ?? candidate.FinishReason;
            candidate.FinishMessage = chunk.FinishMessage?.Replace('\0', '\uFFFD') ?? candidate.FinishMessage;
        }
    }

    /// <summary>The answers, by their index.</summary>
    /// <param name="state">Of an answer that had not ended when the run did.</param>
    public IReadOnlyList<OtherAnswer> Answers(TurnState state) =>
    [
        .. _found.Values.Select(c => new OtherAnswer(
            PartsJson.Merged(c.Parts),
            c.FinishReason is null ? state : OutcomeRule.Of(c.FinishReason, null, c.Parts.Any(p => !p.IsThought && p.Text is null or { Length: > 0 }), hasCandidate: true, hasChunk: true),
            c.FinishReason,
            c.FinishMessage)),
    ];

    private sealed class Candidate
    {
        public List<GeminiPart> Parts { get; } = [];

        public string? FinishReason { get; set; }

        public string? FinishMessage { get; set; }
    }
}
