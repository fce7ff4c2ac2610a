using System.Text.Json.Nodes;

namespace GeminiStudio.Emulator.Wire;

/// <summary>A refusal in Google's envelope.</summary>
/// <param name="Code">The HTTP status.</param>
/// <param name="Status">The canonical code, for example <c>INVALID_ARGUMENT</c>.</param>
/// <param name="Message">What Google says.</param>
/// <param name="Details">google.rpc detail objects; null when there are none.</param>
internal sealed record GoogleError(int Code, string Status, string Message, JsonArray? Details = null)
{
    /// <summary>Whether a front end answers with a page instead of JSON.</summary>
    public bool AsHtml { get; init; }

    public JsonObject ToJson()
    {
        var error = new JsonObject { ["code"] = Code, ["message"] = Message, ["status"] = Status };
        if (Details is not null)
        {
            error["details"] = Details.DeepClone();
        }
        return new JsonObject { ["error"] = error };
    }
}
