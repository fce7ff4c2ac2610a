using System.Buffers.Text;

namespace GeminiStudio.Benchmarks.Rig;

/// <summary>A time inside a text: <c>@12:1764041234567890;</c> is piece 12, sent so many microseconds after 1970.</summary>
internal static class Stamp
{
    public static long NowMicros => (DateTime.UtcNow.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    public static string Text(int number) => $"@{number}:{NowMicros};";

    /// <summary>Calls back for each stamp in these bytes.</summary>
    public static void Find(ReadOnlySpan<byte> bytes, Action<int, long> found)
    {
        for (int at; (at = bytes.IndexOf((byte)'@')) >= 0;)
        {
            bytes = bytes[(at + 1)..];
            if (Utf8Parser.TryParse(bytes, out int number, out var digits) && bytes.Length > digits && bytes[digits] == ':'
                && Utf8Parser.TryParse(bytes[(digits + 1)..], out long micros, out var more) && bytes.Length > digits + 1 + more && bytes[digits + 1 + more] == ';')
            {
                found(number, micros);
            }
        }
    }
}
