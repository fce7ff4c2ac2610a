using System.Text;

namespace GeminiStudio.Files;

/// <summary>The first bytes by which formats are known.</summary>
internal static class MagicBytes
{
    /// <summary>The type of a picture, sound, film or PDF that Gemini takes; null for anything else.</summary>
    public static string? Of(ReadOnlySpan<byte> head) => head switch
    {
        [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, ..] => "image/png",
        [0xFF, 0xD8, 0xFF, ..] => "image/jpeg",
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', ..] => "image/gif",
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, ..] when head.Length >= 12 => Riff(head[8..12]),
        [(byte)'F', (byte)'O', (byte)'R', (byte)'M', _, _, _, _, (byte)'A', (byte)'I', (byte)'F', ..] => "audio/aiff",
        [(byte)'f', (byte)'L', (byte)'a', (byte)'C', ..] => "audio/flac",
        [(byte)'O', (byte)'g', (byte)'g', (byte)'S', ..] => "audio/ogg",
        [(byte)'I', (byte)'D', (byte)'3', ..] => "audio/mp3",
        [0xFF, var second, ..] when (second & 0xF6) == 0xF0 => "audio/aac", // ADTS: layer bits are zero
        [0xFF, var second, ..] when (second & 0xE0) == 0xE0 && (second & 0x06) != 0 => "audio/mp3",
        [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', ..] when head.Length >= 12 => Box(head[8..12]),
        [0x1A, 0x45, 0xDF, 0xA3, ..] => head[..Math.Min(64, head.Length)].IndexOf("webm"u8) >= 0 ? "video/webm" : null,
        [(byte)'F', (byte)'L', (byte)'V', 1, ..] => "video/x-flv",
        [0x30, 0x26, 0xB2, 0x75, 0x8E, 0x66, 0xCF, 0x11, ..] => "video/wmv",
        [0, 0, 1, 0xBA, ..] or [0, 0, 1, 0xB3, ..] => "video/mpeg",
        _ => head[..Math.Min(1024, head.Length)].IndexOf("%PDF-"u8) >= 0 ? "application/pdf" : null,
    };

    /// <summary>What a person calls a format that is known and not taken; null when it is not known.</summary>
    public static string? NameOfRefused(ReadOnlySpan<byte> head) => head switch
    {
        [(byte)'P', (byte)'K', 3, 4, ..] or [(byte)'P', (byte)'K', 5, 6, ..] => "Zip archives and office documents",
        [0x1F, 0x8B, ..] or [(byte)'7', (byte)'z', 0xBC, 0xAF, ..] or [(byte)'R', (byte)'a', (byte)'r', (byte)'!', ..] => "Archives",
        [(byte)'M', (byte)'Z', ..] or [0x7F, (byte)'E', (byte)'L', (byte)'F', ..] => "Programs",
        [0xD0, 0xCF, 0x11, 0xE0, ..] => "Old office documents",
        [(byte)'I', (byte)'I', 42, 0, ..] or [(byte)'M', (byte)'M', 0, 42, ..] => "TIFF pictures",
        [(byte)'B', (byte)'M', ..] => "BMP pictures",
        [0x1A, 0x45, 0xDF, 0xA3, ..] => "Matroska films",
        [(byte)'S', (byte)'Q', (byte)'L', (byte)'i', (byte)'t', (byte)'e', ..] => "Databases",
        _ => null,
    };

    private static string? Riff(ReadOnlySpan<byte> form) => Encoding.ASCII.GetString(form) switch
    {
        "WEBP" => "image/webp",
        "WAVE" => "audio/wav",
        "AVI " => "video/avi",
        _ => null,
    };

    private static string? Box(ReadOnlySpan<byte> brand) => Encoding.ASCII.GetString(brand) switch
    {
        "heic" or "heix" or "heim" or "heis" or "hevc" => "image/heic",
        "mif1" or "msf1" => "image/heif",
        "avif" or "avis" => null,
        "qt  " => "video/mov",
        "M4A " or "M4B " => "audio/m4a",
        ['3', 'g', ..] => "video/3gpp",
        _ => "video/mp4",
    };
}
