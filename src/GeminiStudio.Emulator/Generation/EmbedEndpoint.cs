using System.Text.Json.Nodes;
using GeminiStudio.Emulator.Answers;
using GeminiStudio.Emulator.Models;
using GeminiStudio.Emulator.Requests;
using GeminiStudio.Emulator.Validation;
using GeminiStudio.Emulator.Wire;

namespace GeminiStudio.Emulator.Generation;

/// <summary>Embeds texts: unit vectors in which texts with words in common lie near each other.</summary>
internal static class EmbedEndpoint
{
    private const int DefaultDimensions = 3_072;
    private const int FewestDimensions = 128;

    public static (JsonObject? Answer, GoogleError? Error) Answer(string body, Model model, bool batch)
    {
        var (json, error) = WireReader.Read(batch ? "BatchEmbedContentsRequest" : "EmbedContentRequest", body);
        if (json is null)
        {
            return (null, error);
        }
        var requests = batch ? (json["requests"] as JsonArray ?? []).OfType<JsonObject>().ToList() : [json];
        if (batch && requests.FirstOrDefault(r => r["model"]?.GetValue<string>() != "models/" + model.Id) is not null)
        {
            return (null, GoogleErrors.InvalidArgument("* BatchEmbedContentsRequest.requests[0].model: model must match the one in the request path\n"));
        }
        var dimensions = requests.Select(r => r["outputDimensionality"]?.GetValue<long>() ?? DefaultDimensions).ToList();
        if (requests.Count == 0 || dimensions.Exists(d => d is < FewestDimensions or > DefaultDimensions))
        {
            return (null, GoogleErrors.InvalidArgument(requests.Count == 0
                ? "* BatchEmbedContentsRequest.requests: requests is not specified\n"
                : "* EmbedContentRequest.output_dimensionality: output_dimensionality must be in the range [128, 3072]\n"));
        }
        var embeddings = requests.Zip(dimensions, (r, d) => new JsonObject { ["values"] = Vector(TextOf(r), (int)d) }).ToList();
        return (batch
            ? new JsonObject { ["embeddings"] = new JsonArray([.. embeddings]) }
            : new JsonObject { ["embedding"] = embeddings[0] }, null);
    }

    private static string TextOf(JsonObject request) =>
        request["content"] is JsonObject content ? RequestContent.Read(content).Text : "";

    private static JsonArray Vector(string text, int dimensions)
    {
        var values = new double[dimensions];
        foreach (var word in text.ToUpperInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries).Prepend(""))
        {
            var bytes = new Dice(word).Bytes(dimensions);
            for (var i = 0; i < dimensions; i++)
            {
                values[i] += bytes[i] - 127.5;
            }
        }
        var length = Math.Sqrt(values.Sum(v => v * v));
        return new JsonArray([.. values.Select(v => JsonValue.Create(Math.Round(v / length, 9)))]);
    }
}
