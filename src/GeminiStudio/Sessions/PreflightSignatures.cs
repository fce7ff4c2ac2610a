using GeminiStudio.Gemini;

namespace GeminiStudio.Sessions;

/// <summary>Function calls of the turn under way that would go back without the signature that Google asks for.</summary>
/// <remarks>Models that think by level check the first call of each step since the person last spoke. reference §6.3</remarks>
internal static class PreflightSignatures
{
    public static IEnumerable<PreflightLine> Check(PreflightInput input)
    {
        if (!Asks(input.Model) || input.Settings.FillsSignatures || input.Text.Length > 0)
        {
            return []; // what was before the new message is not checked
        }

        var broken = Steps(input.History).FirstOrDefault(step => !IsSigned(step, input.Model.ApiId));
        if (broken is null)
        {
            return [];
        }

        var maker = broken.ApiModel is { } id && id != input.Model.ApiId && HasSignature(broken) ? input.Models.FirstOrDefault(m => m.ApiId == id) : null;
        return
        [
            new(
                "signature",
                maker is null ? "A function call has lost its thought signature, without which Google refuses the request." : $"The signature of a function call is {maker.DisplayName}'s, and no other model takes it.",
                maker is null
                    ? PreflightSettings.Change("Send Google's placeholder", input.Settings with { FillsSignatures = true })
                    : PreflightSettings.Change($"Use {maker.DisplayName}", input.Settings with { Model = maker.Id })),
        ];
    }

    /// <summary>Whether the model refuses calls without a signature.</summary>
    internal static bool Asks(ModelInfo model) => model.Thinking is { Levels.Count: > 0 };

    // A turn under way ends with answers to functions, or with calls that are still to be answered.
    private static IEnumerable<HistoryTurn> Steps(IReadOnlyList<HistoryTurn> history)
    {
        var last = history.ToList().FindLastIndex(t => t.Role == "user" && !t.Parts.Contains("\"functionResponse\"", StringComparison.Ordinal));
        return history.Skip(last + 1).Where(t => t.Role == "model" && FirstCall(t) is not null);
    }

    private static GeminiPart? FirstCall(HistoryTurn turn) => turn.Parts.Contains("\"functionCall\"", StringComparison.Ordinal)
        ? PartsJson.Read(turn.Parts).FirstOrDefault(IsCall)
        : null;

    internal static bool IsCall(GeminiPart part)
    {
        var json = System.Text.Encoding.UTF8.GetString(part.Json.Span);
        return part.Text is null && json.Contains("\"functionCall\"", StringComparison.Ordinal);
    }

    private static bool HasSignature(HistoryTurn turn) => FirstCall(turn)?.HasSignature == true;

    private static bool IsSigned(HistoryTurn turn, string apiModel) => turn.ApiModel == apiModel && HasSignature(turn);
}
