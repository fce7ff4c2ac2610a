using System.Text.Json.Nodes;

namespace GeminiStudio.Emulator.Requests;

/// <summary>The one member of a part that holds its data.</summary>
internal static class PartData
{
    private static readonly string[] Members =
    [
        "text", "inlineData", "fileData", "functionCall", "functionResponse", "executableCode", "codeExecutionResult",
        "toolCall", "toolResponse", "audioTranscription",
    ];

    /// <summary>Whether the part holds any data; an empty text counts.</summary>
    public static bool IsPresent(JsonObject part) => Members.Any(part.ContainsKey);

    /// <summary>The modality of its data, as usage reports it.</summary>
    public static string Modality(JsonObject part)
    {
        var mime = (part["inlineData"]?["mimeType"] ?? part["fileData"]?["mimeType"])?.GetValue<string>() ?? "";
        return mime.Split('/')[0] switch
        {
            "image" => "IMAGE",
            "audio" => "AUDIO",
            "video" => "VIDEO",
            _ when mime == "application/pdf" => "DOCUMENT",
            _ => "TEXT",
        };
    }
}
