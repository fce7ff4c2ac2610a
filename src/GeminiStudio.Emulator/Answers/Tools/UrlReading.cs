using System.Text.Json.Nodes;
using GeminiStudio.Emulator.Answers.Calling;

namespace GeminiStudio.Emulator.Answers.Tools;

/// <summary>Pretends to read the addresses in a prompt. Nothing is fetched: the address itself says how it goes.</summary>
internal static class UrlReading
{
    private const int MostAddresses = 20;

    public static IReadOnlyList<string> Addresses(string prompt) =>
        [.. PromptValues.UrlText().Matches(prompt).Select(m => m.Value).Distinct().Take(MostAddresses)];

    /// <summary>The urlContextMetadata of an answer.</summary>
    public static JsonObject Of(IEnumerable<string> addresses) => new()
    {
        ["urlMetadata"] = new JsonArray([.. addresses.Select(a => new JsonObject
        {
            ["retrievedUrl"] = a,
            ["urlRetrievalStatus"] = "URL_RETRIEVAL_STATUS_" + StatusOf(a),
        })]),
    };

    /// <summary>What is told of the pages, before anything else.</summary>
    public static string Tell(IEnumerable<string> addresses) => string.Join('\n', addresses.Select(a => StatusOf(a) switch
    {
        "SUCCESS" => $"I read {a}.",
        "PAYWALL" => $"{a} is behind a paywall, so I could not read it.",
        "UNSAFE" => $"{a} was not opened, since it is not safe.",
        _ => $"{a} could not be read.",
    }));

    private static string StatusOf(string address) =>
        address.Contains("paywall", StringComparison.OrdinalIgnoreCase) ? "PAYWALL"
        : address.Contains("unsafe", StringComparison.OrdinalIgnoreCase) ? "UNSAFE"
        : address.Contains("missing", StringComparison.OrdinalIgnoreCase) || (Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Host.EndsWith(".invalid", StringComparison.OrdinalIgnoreCase)) ? "ERROR"
        : "SUCCESS";
}
