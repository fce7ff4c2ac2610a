using System.Text;
using System.Text.Json.Nodes;

namespace GeminiStudio.Sessions;

/// <summary>A conversation as text that can be pasted elsewhere. Thoughts are left out.</summary>
internal static class SessionText
{
    public static string Write(SessionView session, IReadOnlyList<HistoryTurn> history, string format) => format switch
    {
        "json" => Json(session, history),
        "markdown" => Markdown(session),
        _ => Plain(session),
    };

    private static string Plain(SessionView session)
    {
        var text = new StringBuilder();
        foreach (var turn in session.Turns.Where(t => t.Text.Length > 0))
        {
            text.Append(turn.Role == "user" ? "User:\n" : "Model:\n").Append(turn.Text.Trim()).Append("\n\n");
        }

        return text.ToString().TrimEnd();
    }

    private static string Markdown(SessionView session)
    {
        var text = new StringBuilder("# ").Append(session.Title).Append("\n\n");
        if (session.SystemInstruction.Length > 0)
        {
            text.Append("## System instructions\n\n").Append(session.SystemInstruction.Trim()).Append("\n\n");
        }

        foreach (var turn in session.Turns.Where(t => t.Text.Length > 0))
        {
            text.Append(turn.Role == "user" ? "## User\n\n" : $"## Model, {turn.Settings?.Model ?? "written by hand"}\n\n").Append(turn.Text.Trim()).Append("\n\n");
        }

        return text.ToString().TrimEnd();
    }

    private static string Json(SessionView session, IReadOnlyList<HistoryTurn> history)
    {
        var contents = new JsonArray([.. history.Select(t => new JsonObject { ["role"] = t.Role, ["parts"] = JsonNode.Parse(t.Parts) })]);
        var request = new JsonObject { ["contents"] = contents };
        if (session.SystemInstruction.Length > 0)
        {
            request["systemInstruction"] = new JsonObject { ["parts"] = new JsonArray(new JsonObject { ["text"] = session.SystemInstruction }) };
        }

        return request.ToJsonString(RelaxedJson.Indented);
    }
}
