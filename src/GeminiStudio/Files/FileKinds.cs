namespace GeminiStudio.Files;

/// <summary>What a file is, found from its bytes; and why a file is not taken, in words.</summary>
/// <param name="MimeType">As Gemini is told; null when the file is refused.</param>
/// <param name="Refusal">Why not, and what to do; null when it is taken.</param>
public sealed record FileKind(string? MimeType, string? Refusal)
{
    public bool IsTaken => MimeType is not null;
}

/// <summary>The types that Gemini takes (reference §7), told by magic bytes first and by the name's ending second.</summary>
public static class FileKinds
{
    /// <summary>Bytes of a file's start that are enough to tell what it is.</summary>
    public const int HeadBytes = 4096;

    /// <summary>Google's limit of one file. ai.google.dev/gemini-api/docs/files</summary>
    public const long MaxBytes = 2L * 1024 * 1024 * 1024;

    /// <summary>Google's limit of one PDF.</summary>
    public const long MaxPdfBytes = 50L * 1024 * 1024;

    private static readonly Dictionary<string, string> TextTypes = new(StringComparer.OrdinalIgnoreCase)
    {
        [".html"] = "text/html", [".htm"] = "text/html", [".css"] = "text/css", [".md"] = "text/md", [".markdown"] = "text/md", [".csv"] = "text/csv",
        [".xml"] = "text/xml", [".svg"] = "text/xml", [".rtf"] = "text/rtf", [".js"] = "text/javascript", [".mjs"] = "text/javascript", [".py"] = "text/x-python",
    };

    private static readonly Dictionary<string, string> Advice = new(StringComparer.OrdinalIgnoreCase)
    {
        [".docx"] = "Word documents are not taken: save it as PDF.", [".doc"] = "Word documents are not taken: save it as PDF.",
        [".xlsx"] = "Excel sheets are not taken: save it as CSV or PDF.", [".xls"] = "Excel sheets are not taken: save it as CSV or PDF.",
        [".pptx"] = "PowerPoint files are not taken: save it as PDF.", [".ppt"] = "PowerPoint files are not taken: save it as PDF.",
        [".odt"] = "OpenDocument files are not taken: save it as PDF.", [".pages"] = "Pages documents are not taken: save it as PDF.",
        [".tif"] = "TIFF pictures are not taken: save it as PNG or JPEG.", [".tiff"] = "TIFF pictures are not taken: save it as PNG or JPEG.",
        [".bmp"] = "BMP pictures are not taken: save it as PNG.", [".ico"] = "Icons are not taken: save it as PNG.", [".psd"] = "Photoshop files are not taken: save it as PNG.",
        [".avif"] = "AVIF pictures are not taken: save it as PNG or JPEG.", [".mkv"] = "Matroska films are not taken: save it as MP4 or WebM.",
        [".epub"] = "E-books are not taken: save it as PDF.",
    };

    /// <summary>What the file is.</summary>
    /// <param name="name">The file's name; only its ending counts.</param>
    /// <param name="head">Its first bytes, up to <see cref="HeadBytes"/>.</param>
    /// <param name="bytes">Its size; null when that is not known yet.</param>
    public static FileKind Of(string name, ReadOnlySpan<byte> head, long? bytes)
    {
        var ending = Path.GetExtension(name);
        if (bytes == 0 || (bytes is null && head.Length == 0))
        {
            return Refused("The file is empty.");
        }

        if (bytes > MaxBytes)
        {
            return Refused($"Google takes files of at most 2 GB; this one has {Size(bytes.Value)}.");
        }

        if (MagicBytes.Of(head) is { } found)
        {
            return found == "application/pdf" && bytes > MaxPdfBytes ? Refused($"Google takes PDFs of at most 50 MB; this one has {Size(bytes.Value)}.") : new FileKind(found, null);
        }

        if (Advice.GetValueOrDefault(ending) is { } advice)
        {
            return Refused(advice);
        }

        if (IsText(head))
        {
            return new FileKind(TextTypes.GetValueOrDefault(ending, "text/plain"), null);
        }

        return Refused(MagicBytes.NameOfRefused(head) is { } what
            ? $"{what} are not taken. Gemini reads pictures, PDF, sound, film and text."
            : $"{(ending.Length is > 1 and <= 12 ? $"{ending} files are" : "This kind of file is")} not taken. Gemini reads pictures, PDF, sound, film and text.");
    }

    /// <summary>Whether the bytes may be shown by a browser as what they are; everything else is shown as plain text or only kept.</summary>
    public static bool IsShown(string mimeType) =>
        mimeType is "image/png" or "image/jpeg" or "image/webp" or "image/gif" or "image/heic" or "image/heif" or "application/pdf"
        || mimeType.StartsWith("audio/", StringComparison.Ordinal) || mimeType.StartsWith("video/", StringComparison.Ordinal);

    /// <summary>1.2 MB, 640 KB, 12 bytes.</summary>
    public static string Size(long bytes) => bytes switch
    {
        >= 1024L * 1024 * 1024 => FormattableString.Invariant($"{bytes / 1073741824.0:0.##} GB"),
        >= 1024 * 1024 => FormattableString.Invariant($"{bytes / 1048576.0:0.#} MB"),
        >= 1024 => $"{bytes / 1024} KB",
        _ => $"{bytes} bytes",
    };

    // UTF-8 without control characters; the last character may be cut in half by the head's end.
    private static bool IsText(ReadOnlySpan<byte> head)
    {
        var cut = head.Length;
        while (cut > 0 && head.Length - cut < 4 && (head[cut - 1] & 0x80) != 0)
        {
            cut--;
        }

        var whole = head.Length < HeadBytes ? head : head[..cut];
        return !head.ContainsAnyInRange((byte)0, (byte)8) && System.Text.Unicode.Utf8.IsValid(whole);
    }

    private static FileKind Refused(string why) => new(null, why);
}
