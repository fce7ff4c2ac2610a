using GeminiStudio.Files;

namespace GeminiStudio.Tests.Files;

public sealed class MediaProbeTests
{
    [Fact]
    public void Headers_tell_the_size_of_pictures()
    {
        Assert.Equal(new MediaFacts(1, 1), MediaProbe.Of("image/png", new MemoryStream(Samples.Pixel)));
        Assert.Equal(new MediaFacts(640, 480), MediaProbe.Of("image/gif", new MemoryStream([.. "GIF89a"u8, 0x80, 2, 0xE0, 1])));
        byte[] jpeg = [0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 1, 2, 0xFF, 0xC2, 0, 17, 8, 0, 100, 0, 200, 3, 0, 0, 0, 0];
        Assert.Equal(new MediaFacts(200, 100), MediaProbe.Of("image/jpeg", new MemoryStream(jpeg)));
        byte[] webp = [.. "RIFF\0\0\0\0WEBPVP8X"u8, 10, 0, 0, 0, 0, 0, 0, 0, 0x3F, 1, 0, 0xEF, 0, 0];
        Assert.Equal(new MediaFacts(320, 240), MediaProbe.Of("image/webp", new MemoryStream(webp)));
    }

    [Fact]
    public void Headers_tell_the_length_of_sound_and_film()
    {
        var samples = new byte[2 * 24_000 * 3];

        Assert.Equal(3000, MediaProbe.Of("audio/wav", new MemoryStream(WavHeader.Before(samples, 24_000))).DurationMs);
        Assert.Equal(90_000, MediaProbe.Of("video/mp4", new MemoryStream(Samples.Film(90))).DurationMs);
    }

    [Fact]
    public void A_PDF_tells_its_pages_unless_it_hides_them()
    {
        Assert.Equal(7, MediaProbe.Of("application/pdf", new MemoryStream([.. "%PDF-1.4\n1 0 obj<</Type/Pages/Kids[2 0 R]/Count 7>>endobj"u8])).Pages);
        Assert.Null(MediaProbe.Of("application/pdf", new MemoryStream([.. "%PDF-1.7\nstream"u8])).Pages);
    }

    [Fact]
    public void Cut_off_and_lying_headers_are_not_believed()
    {
        foreach (var type in new[] { "image/png", "image/jpeg", "image/gif", "image/webp", "audio/wav", "video/mp4", "application/pdf" })
        {
            foreach (var sample in new[] { Samples.Pixel, Samples.Film(5), WavHeader.Before(new byte[8], 8000) })
            {
                for (var length = 0; length < sample.Length; length += 3)
                {
                    MediaProbe.Of(type, new MemoryStream(sample[..length]));
                }
            }
        }

        Assert.Equal(new MediaFacts(), MediaProbe.Of("image/png", new MemoryStream([0x89, .. "PNG\r\n\u001a\n"u8, 0, 0, 0, 13, .. "IHDR"u8, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 1])));
    }
}
