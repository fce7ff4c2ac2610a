using System.Text.Json.Nodes;
using GeminiStudio.Emulator.Wire;

namespace GeminiStudio.Emulator.Streaming;

/// <summary>How events are laid out on the wire.</summary>
/// <param name="ContentType">The answer's media type.</param>
/// <param name="Event">One event, given its place.</param>
/// <param name="End">What follows the last event.</param>
internal sealed record StreamFraming(string ContentType, Func<JsonObject, int, string> Event, string End)
{
    /// <summary><c>alt=sse</c>: one data line an event, CRLF CRLF, and nothing at the end.</summary>
    public static readonly StreamFraming Sse = new("text/event-stream", (json, _) => $"data: {GoogleJson.OneLine(json)}\r\n\r\n", "");

    /// <summary>Without <c>alt</c>: one JSON array that grows.</summary>
    public static readonly StreamFraming JsonArray = new("application/json; charset=UTF-8",
        (json, index) => (index == 0 ? "[" : ",\r\n") + GoogleJson.Pretty(json), "]");

    /// <summary>An event that breaks off inside of a string.</summary>
    public string BrokenEvent(int index)
    {
        var whole = Event(new JsonObject { ["candidates"] = new JsonArray(new JsonObject { ["content"] = "broken" }) }, index);
        var brokenAt = whole.IndexOf("broken", StringComparison.Ordinal) + 3;
        return whole[..brokenAt] + "\r\n\r\n";
    }
}
