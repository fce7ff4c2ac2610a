namespace GeminiStudio.Gemini;

/// <summary>A file on its way to Google. It remembers where it got to, so that a broken line costs one piece and not the whole.</summary>
public sealed class GoogleUpload
{
    /// <summary>Opens the bytes anew at each piece; the stream can seek.</summary>
    public required Func<Stream> Open { get; init; }

    public required long Bytes { get; init; }

    public required string MimeType { get; init; }

    /// <summary>As people see it at Google; null sends none.</summary>
    public string? DisplayName { get; init; }

    /// <summary>Told how many bytes Google has; called on the upload's flow, so it returns fast.</summary>
    public Action<long>? Progress { get; init; }

    /// <summary>Where the next piece goes; null before the upload was begun.</summary>
    internal Uri? Address { get; set; }

    /// <summary>Bytes that Google has.</summary>
    internal long Sent { get; set; }
}
