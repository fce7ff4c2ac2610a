using System.Text;
using GeminiStudio.Files;
using GeminiStudio.Gemini;

namespace GeminiStudio.Sessions;

/// <summary>Finds files that the model cannot read, before a request with them costs anything.</summary>
internal static class MediaCheck
{
    /// <param name="model">What it takes; one that nobody knows is asked.</param>
    /// <param name="parts">Parts of the message that name files.</param>
    public static IEnumerable<FieldViolation> Find(ModelInfo model, IReadOnlyList<string> parts)
    {
        if (model.InputModalities.Count == 0 || !model.IsKnown)
        {
            yield break;
        }

        foreach (var place in parts.SelectMany(p => MediaPlaces.Find(Encoding.UTF8.GetBytes(p))))
        {
            var (what, needed) = place.MimeType switch
            {
                ['i', 'm', 'a', 'g', 'e', '/', ..] => ("pictures", new[] { "IMAGE" }),
                ['a', 'u', 'd', 'i', 'o', '/', ..] => ("sound", ["AUDIO"]),
                ['v', 'i', 'd', 'e', 'o', '/', ..] => ("film", ["VIDEO"]),
                "application/pdf" => ("PDF", ["DOCUMENT", "IMAGE"]),
                _ => ("", []),
            };
            if (needed.Length > 0 && !needed.Any(model.InputModalities.Contains))
            {
                yield return new FieldViolation("files", $"{model.DisplayName} takes no {what}. Remove {place.Name ?? "the file"}, or pick another model.");
            }
        }
    }
}
