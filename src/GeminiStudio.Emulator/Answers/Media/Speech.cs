namespace GeminiStudio.Emulator.Answers.Media;

/// <summary>Hums a text: one tone a word, longer words longer, in the pitch of the voice. 16-bit PCM, 24 kHz, mono, no header.</summary>
internal static class Speech
{
    public const string MimeType = "audio/L16;codec=pcm;rate=24000";
    public const int TokensInSecond = 25;

    private const int Rate = 24_000;
    private const int MostSeconds = 20;
    private const double Pause = 0.06;

    public static byte[] Hum(string text, string voice)
    {
        var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var pitch = 110 + (new Dice(voice).Next(12) * 10);
        using var pcm = new MemoryStream();
        Span<byte> sample = stackalloc byte[2];
        foreach (var word in words.DefaultIfEmpty("hm"))
        {
            var tone = pitch * (1 + (new Dice(word).Next(5) * 0.12));
            var seconds = 0.09 + (Math.Min(word.Length, 12) * 0.035);
            var count = (int)(seconds * Rate);
            for (var i = 0; i < count + (int)(Pause * Rate); i++)
            {
                var loudness = i < count ? Math.Sin(Math.PI * i / count) * 9_000 : 0;
                var wave = Math.Sin(2 * Math.PI * tone * i / Rate) + (0.4 * Math.Sin(4 * Math.PI * tone * i / Rate));
                System.Buffers.Binary.BinaryPrimitives.WriteInt16LittleEndian(sample, (short)(loudness * wave));
                pcm.Write(sample);
            }
            if (pcm.Length > MostSeconds * Rate * 2)
            {
                break;
            }
        }
        return pcm.ToArray();
    }

    public static int TokensOf(byte[] pcm) => Math.Max(1, (int)Math.Ceiling(pcm.Length * TokensInSecond / (Rate * 2.0)));
}
