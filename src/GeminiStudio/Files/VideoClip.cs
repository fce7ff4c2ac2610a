namespace GeminiStudio.Files;

/// <summary>Which piece of a film is sent, and how many of its pictures. Google's <c>videoMetadata</c>.</summary>
/// <param name="StartSeconds">Null is its beginning.</param>
/// <param name="EndSeconds">Null is its end.</param>
/// <param name="Fps">Pictures a second, above 0 up to 24; null is 1.</param>
public sealed record VideoClip(double? StartSeconds, double? EndSeconds, double? Fps)
{
    /// <summary>Why it cannot be sent; null when it can.</summary>
    public string? Problem => this switch
    {
        { StartSeconds: < 0 } or { EndSeconds: < 0 } => "Start and end are seconds from the beginning.",
        { StartSeconds: { } from, EndSeconds: { } to } when to <= from => "The end comes after the start.",
        { Fps: <= 0 or > 24 } => "The frame rate is above 0 and at most 24 a second.",
        { StartSeconds: double.NaN } or { EndSeconds: double.NaN } or { Fps: double.NaN } => "That is no number.",
        _ => null,
    };

    /// <summary>Whether all of the film is sent as Google does by default.</summary>
    public bool IsAll => StartSeconds is null && EndSeconds is null && Fps is null;
}
