using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using CsCheck;
using GeminiStudio.Sessions.Code;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GeminiStudio.Tests.Sessions.Code;

/// <summary>Any text stays itself in any language, and nothing unseen stands in code.</summary>
public sealed class QuotedTests
{
    private static readonly string[] Traps =
    [
        "\"", "\"\"\"", "'", "''", "\\", "\\\\", "\\u0041", "\n", "\r\n", "\t", "`", "$", "${x}", "$(id)", "END_OF_JSON", "\nEND_OF_JSON\n", "#{x}", "{0}", "{2}", "%s", "\u2028", "\u2029", "\u202e",
        "\u200b", "\ufeff", "\0", "\u0001", "\u007f", "\u0085", "\u00a0", "é", "日本語", "👩‍💻", "\U000E0041", "</script>", "*/", "//", "__proto__", " ", "a", "\ue000",
    ];

    private static readonly Gen<string> Texts = Gen.Int[0, Traps.Length - 1].Array[0, 8].Select(picks => string.Concat(picks.Select(i => Traps[i])));

    [Fact]
    public void JSON_reads_back_and_shows_everything_that_it_holds() => Texts.Sample(text =>
    {
        var quoted = Quoted.Json(text);

        Assert.Equal(text, JsonSerializer.Deserialize<string>(quoted));
        Assert.DoesNotContain(quoted.EnumerateRunes(), r => r.Value != ' ' && Rune.GetUnicodeCategory(r)
            is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator);
    });

    [Fact]
    public void Python_reads_back() => Texts.Sample(text => Assert.Equal(text, FromPython(Quoted.Python(text))));

    [Fact]
    public void A_CSharp_raw_string_holds_its_JSON() => Texts.Sample(text =>
    {
        var json = LiteralStyle.Json.Write(WireNode.Object((text, WireNode.Of([WireNode.Of(text), WireNode.Of("")]))));

        var parsed = SyntaxFactory.ParseExpression(Quoted.CSharpRaw(json));

        Assert.Empty(parsed.GetDiagnostics());
        Assert.Equal(json, Assert.IsType<LiteralExpressionSyntax>(parsed).Token.ValueText);
    });

    [Fact]
    public void A_Go_raw_string_means_the_same_JSON() => Texts.Sample(text =>
    {
        var raw = Quoted.GoRaw(Quoted.Json(text));

        Assert.Equal(2, raw.Count(c => c == '`'));
        Assert.Equal(text, JsonSerializer.Deserialize<string>(raw[1..^1]));
    });

    [Theory, InlineData(1), InlineData(4000)]
    public void A_Java_text_block_or_its_pieces_hold_the_JSON(int times) => Texts.Sample(
        text =>
        {
            var json = Quoted.Json(string.Concat(Enumerable.Repeat(text + "x", times)));

            Assert.Equal(json, FromJava(Quoted.Java(json)));
        },
        iter: times == 1 ? 100 : 5);

    [Fact]
    public async Task A_shell_hands_on_what_it_was_given()
    {
        var texts = Traps.Where(t => !t.Contains('\0', StringComparison.Ordinal)).Append(string.Concat(Traps).Replace("\0", "", StringComparison.Ordinal)).ToList();
        var start = new ProcessStartInfo("bash", ["--norc", "-c", $"printf '%s\\0' {string.Join(' ', texts.Select(Quoted.Shell))}"]) { UseShellExecute = false, RedirectStandardOutput = true, StandardOutputEncoding = Encoding.UTF8 };

        using var bash = Process.Start(start)!;
        var told = await bash.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);

        Assert.Equal(texts, told.TrimEnd('\0').Split('\0'));
    }

    [Fact]
    public void Half_a_surrogate_pair_and_doubled_names_survive()
    {
        const string json = """{"a":"\ud83d \/ x","a":1.0,"n":12345678901234567890}""";

        Assert.Equal("{\n  \"a\": \"\\ud83d / x\",\n  \"a\": 1.0,\n  \"n\": 12345678901234567890\n}", LiteralStyle.Json.Write(WireNode.Read(Encoding.UTF8.GetBytes(json))));
    }

    [Fact]
    public void A_name_that_would_set_a_prototype_is_a_plain_member() =>
        Assert.Equal("{\n  [\"__proto__\"]: 1,\n  $a1: 2,\n  \"a-b\": 3\n}", LiteralStyle.JavaScript.Write(WireNode.Object(("__proto__", WireNode.Raw("1")), ("$a1", WireNode.Raw("2")), ("a-b", WireNode.Raw("3")))));

    private static string FromPython(string literal)
    {
        var text = new StringBuilder();
        for (var i = 1; i < literal.Length - 1; i++)
        {
            if (literal[i] != '\\')
            {
                text.Append(literal[i]);
                continue;
            }

            var digits = literal[++i] switch { 'u' => 4, 'U' => 8, _ => 0 };
            text.Append(digits > 0 ? Character(literal.Substring(i + 1, digits)) : literal[i] switch { 'n' => "\n", 'r' => "\r", 't' => "\t", var c => c.ToString() });
            i += digits;
        }

        return text.ToString();
    }

    private static string Character(string hex) => int.Parse(hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture) is var code && code < 0x10000 ? ((char)code).ToString() : char.ConvertFromUtf32(code);

    private static string FromJava(string literal)
    {
        if (literal.StartsWith("String.join", StringComparison.Ordinal))
        {
            var lines = literal["String.join(\"\",\n".Length..^1].Split(",\n");
            Assert.All(lines, l => Assert.True(Encoding.UTF8.GetByteCount(l) < 65_535));
            return string.Concat(lines.Select(l => JsonSerializer.Deserialize<string>(l)));
        }

        Assert.StartsWith("\"\"\"\n", literal, StringComparison.Ordinal);
        var inner = literal[4..^3];
        Assert.DoesNotContain("\"\"\"", inner, StringComparison.Ordinal);
        return inner.Replace("\\\\", "\0", StringComparison.Ordinal).Replace("\\\"", "\"", StringComparison.Ordinal).Replace('\0', '\\');
    }
}
