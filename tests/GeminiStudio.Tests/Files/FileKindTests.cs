using System.Text;
using GeminiStudio.Data;
using GeminiStudio.Files;

namespace GeminiStudio.Tests.Files;

public sealed class FileKindTests
{
    public static TheoryData<string, byte[], string> Taken => new()
    {
        { "a.png", [0x89, .. "PNG\r\n\u001a\n"u8, 0, 0, 0, 13], "image/png" },
        { "renamed.txt", [0xFF, 0xD8, 0xFF, 0xE0, 0], "image/jpeg" },
        { "a.webp", [.. "RIFF\0\0\0\0WEBPVP8 "u8], "image/webp" },
        { "a.heic", [0, 0, 0, 24, .. "ftypheic"u8], "image/heic" },
        { "a.wav", [.. "RIFF\0\0\0\0WAVEfmt "u8], "audio/wav" },
        { "a.mp3", [.. "ID3\u0004"u8], "audio/mp3" },
        { "a.mp3", [0xFF, 0xFB, 0x90, 0], "audio/mp3" },
        { "a.aac", [0xFF, 0xF1, 0x50, 0x80], "audio/aac" },
        { "a.flac", [.. "fLaC"u8, 0], "audio/flac" },
        { "a.ogg", [.. "OggS"u8, 0], "audio/ogg" },
        { "a.mp4", [0, 0, 0, 24, .. "ftypisom"u8], "video/mp4" },
        { "a.mov", [0, 0, 0, 20, .. "ftypqt  "u8], "video/mov" },
        { "a.webm", [0x1A, 0x45, 0xDF, 0xA3, .. "xxxxwebm"u8], "video/webm" },
        { "a.pdf", [.. "%PDF-1.7\n"u8], "application/pdf" },
        { "a.md", [.. "# Hello"u8], "text/md" },
        { "a.py", [.. "print(1)"u8], "text/x-python" },
        { "a.cs", [.. "class A;"u8], "text/plain" },
        { "Dockerfile", [.. "FROM x"u8], "text/plain" },
        { "drawing.svg", [.. "<svg onload=alert(1)>"u8], "text/xml" },
        { "script.gif", [.. "GIF89a/*"u8, .. "*/=alert(1)//"u8], "image/gif" },
        { "zip.pdf", [.. "%PDF-1.7\nPK\u0003\u0004"u8], "application/pdf" },
        { "page.wav", [.. "RIFF<!--WAVEfmt --><script>alert(1)</script>"u8], "audio/wav" },
        { "shell.php", [0x89, .. "PNG\r\n\u001a\n<?php system($_GET[1]);"u8], "image/png" },
        { "paper.png", [.. "%PDF-1.7\n"u8], "application/pdf" },
        { "page.mhtml", [.. "MIME-Version: 1.0\r\n"u8], "text/plain" },
        { "umlaut.txt", [.. "Grüße"u8], "text/plain" },
    };

    public static TheoryData<string, byte[], string> Refused => new()
    {
        { "letter.docx", [.. "PK\u0003\u0004"u8, 0], "save it as PDF" },
        { "sheet.xlsx", [.. "PK\u0003\u0004"u8, 0], "save it as CSV or PDF" },
        { "all.zip", [.. "PK\u0003\u0004"u8, 0], "Zip archives" },
        { "run.png", [.. "MZ\u0090"u8, 0], "Programs" },
        { "run.exe", [.. "MZ\u0090"u8, 0], "Programs" },
        { "scan.tiff", [.. "II*\0"u8], "save it as PNG or JPEG" },
        { "film.mkv", [0x1A, 0x45, 0xDF, 0xA3, .. "xxxxmatroska"u8], "MP4 or WebM" },
        { "blob.bin", [0, 1, 2, 3], ".bin files are not taken" },
        { "latin.txt", [.. "Gr"u8, 0xFC, 0xDF, (byte)'e'], ".txt files are not taken" },
        { "nothing.txt", [], "empty" },
    };

    [Theory, MemberData(nameof(Taken))]
    public void The_bytes_say_what_a_file_is_whatever_it_is_called(string name, byte[] head, string type) =>
        Assert.Equal(new FileKind(type, null), FileKinds.Of(name, head, head.Length));

    [Theory, MemberData(nameof(Refused))]
    public void A_file_that_is_not_taken_is_refused_in_words_that_help(string name, byte[] head, string words)
    {
        var kind = FileKinds.Of(name, head, head.Length);

        Assert.False(kind.IsTaken);
        Assert.Contains(words, kind.Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_may_be_cut_in_the_middle_of_a_character()
    {
        var head = Encoding.UTF8.GetBytes(new string('a', FileKinds.HeadBytes - 1) + "é")[..FileKinds.HeadBytes];

        Assert.Equal("text/plain", FileKinds.Of("a.txt", head, 10_000).MimeType);
    }

    [Fact]
    public void Sizes_have_limits_that_are_named()
    {
        Assert.Contains("2 GB", FileKinds.Of("a.mp4", [0, 0, 0, 24, .. "ftypisom"u8], FileKinds.MaxBytes + 1).Refusal, StringComparison.Ordinal);
        Assert.Contains("50 MB", FileKinds.Of("a.pdf", "%PDF-1.7"u8, 60 * 1024 * 1024).Refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("image/png", 300, 300, null, null, "gemini-2.5-flash", 258)]
    [InlineData("image/png", 1000, 700, null, null, "gemini-2.5-flash", 516)]
    [InlineData("image/png", 1000, 700, null, null, "gemini-3.8-flash", 1120)]
    [InlineData("application/pdf", null, null, null, 12, "gemini-2.5-pro", 3096)]
    [InlineData("application/pdf", null, null, null, 12, "gemini-3.8-flash", 6720)]
    [InlineData("audio/mp3", null, null, 60_000, null, "gemini-3.8-flash", 1920)]
    [InlineData("video/mp4", null, null, 10_000, null, "gemini-2.5-flash", 2900)]
    [InlineData("video/mp4", null, null, 10_000, null, "gemini-3.8-flash", 1020)]
    [InlineData("video/mp4", null, null, null, null, "gemini-3.8-flash", null)]
    [InlineData("text/plain", null, null, null, null, "gemini-3.8-flash", 250)]
    public void Tokens_follow_the_published_rules_of_the_family(string type, int? width, int? height, int? length, int? pages, string model, int? tokens)
    {
        var file = new StoredFile { Id = Guid.Empty, OwnerId = Guid.Empty, Hash = "", Name = "a", MimeType = type, Bytes = 1000, CreatedAt = default, Width = width, Height = height, DurationMs = length, Pages = pages };

        Assert.Equal(tokens, MediaTokens.Of(file, model));
    }

    [Fact]
    public void A_piece_of_a_film_takes_fewer_tokens()
    {
        var file = new StoredFile { Id = Guid.Empty, OwnerId = Guid.Empty, Hash = "", Name = "a", MimeType = "video/mp4", Bytes = 1, CreatedAt = default, DurationMs = 60_000 };

        Assert.Equal(5 * (2 * 258 + 32), MediaTokens.Of(file, "gemini-2.5-flash", new VideoClip(10, 15, 2)));
    }

    [Theory]
    [InlineData("https://youtu.be/9hE5-98ZeCg", "https://www.youtube.com/watch?v=9hE5-98ZeCg")]
    [InlineData("https://www.youtube.com/watch?t=4&v=9hE5-98ZeCg", "https://www.youtube.com/watch?v=9hE5-98ZeCg")]
    [InlineData("https://m.youtube.com/shorts/9hE5-98ZeCg", "https://www.youtube.com/watch?v=9hE5-98ZeCg")]
    [InlineData("https://youtube.com.evil.example/watch?v=9hE5-98ZeCg", null)]
    [InlineData("https://user@youtu.be/9hE5-98ZeCg", null)]
    [InlineData("javascript:alert(1)", null)]
    [InlineData("https://youtu.be/a b\"c", null)]
    public void Only_a_link_to_a_film_is_one(string text, string? link) => Assert.Equal(link, Attachment.YouTube(text));
}
