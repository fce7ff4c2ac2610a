using GeminiStudio.Data;

namespace GeminiStudio.Files;

/// <summary>What a file costs in tokens by Google's published rules; Google's own count can differ. Reference §7.</summary>
public static class MediaTokens
{
    private const int PerTile = 258;
    private const int TileSide = 768;
    private const int SmallSide = 384;

    /// <summary>About how many tokens the file takes; null when its headers do not tell.</summary>
    /// <param name="file">The file.</param>
    /// <param name="apiModel">The id on the wire: families count in different ways.</param>
    /// <param name="clip">The piece of a film that is sent; null for all of it.</param>
    /// <param name="resolution">Google's spelling, for example <c>MEDIA_RESOLUTION_LOW</c>; null is the default.</param>
    public static int? Of(StoredFile file, string apiModel, VideoClip? clip = null, string? resolution = null)
    {
        var isOld = apiModel.StartsWith("gemini-2", StringComparison.Ordinal);
        var isLow = resolution == "MEDIA_RESOLUTION_LOW";
        var isMedium = resolution == "MEDIA_RESOLUTION_MEDIUM";
        return file.MimeType switch
        {
            ['i', 'm', 'a', 'g', 'e', '/', ..] => isOld ? Tiles(file.Width, file.Height) : isLow ? 280 : isMedium ? 560 : 1120,
            "application/pdf" => file.Pages * (isOld ? PerTile : isLow ? 280 : resolution == "MEDIA_RESOLUTION_HIGH" ? 1120 : 560),
            ['a', 'u', 'd', 'i', 'o', '/', ..] => Seconds(file, null) is { } heard ? (int)Math.Min(int.MaxValue, heard * 32) : null,
            ['v', 'i', 'd', 'e', 'o', '/', ..] => Seconds(file, clip) is { } seen
                ? (int)Math.Min(int.MaxValue, seen * ((clip?.Fps ?? 1) * (isOld ? (isLow ? 66 : PerTile) : resolution == "MEDIA_RESOLUTION_HIGH" ? 280 : 70) + 32))
                : null,
            _ => (int)Math.Min(int.MaxValue, (file.Bytes + 3) / 4),
        };
    }

    private static double? Seconds(StoredFile file, VideoClip? clip)
    {
        if (file.DurationMs is not { } length)
        {
            return clip is { StartSeconds: var from, EndSeconds: { } to } ? Math.Max(0, to - (from ?? 0)) : null;
        }

        return Math.Max(0, Math.Min(length / 1000.0, clip?.EndSeconds ?? double.MaxValue) - (clip?.StartSeconds ?? 0));
    }

    private static int Tiles(int? width, int? height) =>
        width is not { } w || height is not { } h || (w <= SmallSide && h <= SmallSide) ? PerTile : PerTile * ((w + TileSide - 1) / TileSide) * ((h + TileSide - 1) / TileSide);
}
