using System.Text.Json.Nodes;
using GeminiStudio.Emulator.Requests;
using GeminiStudio.Emulator.Validation;
using GeminiStudio.Emulator.Wire;

namespace GeminiStudio.Emulator.Generation;

/// <summary>Counts what a request would weigh; takes bare contents or a whole request.</summary>
internal static class CountTokensEndpoint
{
    public static (JsonObject? Answer, GoogleError? Error) Answer(string body)
    {
        var (json, error) = WireReader.Read("CountTokensRequest", body);
        if (json is null)
        {
            return (null, error);
        }
        if (json.ContainsKey("contents") && json.ContainsKey("generateContentRequest"))
        {
            return (null, GoogleErrors.InvalidArgument("* CountTokensRequest.contents: contents and generate_content_request are mutually exclusive\n"));
        }
        var request = GenerateRequest.Read(json["generateContentRequest"] as JsonObject ?? json);
        if (RequestRules.Contents(request.Contents) is { } problem)
        {
            return (null, GoogleErrors.InvalidArgument(problem.Replace("GenerateContentRequest", "CountTokensRequest", StringComparison.Ordinal)));
        }
        var counts = TokenCount.ByModality(request);
        return (new JsonObject
        {
            ["totalTokens"] = counts.Sum(c => c.Tokens),
            ["promptTokensDetails"] = new JsonArray([.. counts.Select(c => new JsonObject { ["modality"] = c.Modality, ["tokenCount"] = c.Tokens })]),
        }, null);
    }
}
