using System.Text;
using CsCheck;
using GeminiStudio.Gemini;
using GeminiStudio.Sessions;
using GeminiStudio.TestRig;

namespace GeminiStudio.Tests.Sessions;

/// <summary>What merging may and may not do to an answer, for answers of any shape.</summary>
public sealed class PartsPropertyTests
{
    private static readonly string[] Texts = ["a", "", " ", "é", "😀", "\\n", "\\\"", "\\\\", "\\u00e9", "\\ud83d\\ude00", "\\ud83d", "\\udc00x", "\\u0000", "</script>", "\\/"];

    private static Gen<string> AnyText { get; } = Gen.Int[0, Texts.Length - 1].Select(i => Texts[i]).Array[0, 4].Select(string.Concat);

    private static Gen<string> AnyPart { get; } = Gen.Select(Gen.Int[0, 9], AnyText, (kind, text) => kind switch
    {
        <= 3 => $$"""{"text":"{{text}}"}""",
        4 => $$"""{ "text" : "{{text}}" }""",
        5 or 6 => $$"""{"text":"{{text}}","thought":true}""",
        7 => $$"""{"text":"{{text}}","thoughtSignature":"c2ln"}""",
        8 => $$$"""{"functionCall":{"name":"f","args":{"n":1.0, "s":"{{{text}}}"}},"thoughtSignature":"c2ln"}""",
        _ => $$$"""{"text":"{{{text}}}","somethingNew":{"a":[ 1.50 ]}}""",
    });

    private static Gen<IReadOnlyList<GeminiPart>> AnyAnswer { get; } = AnyPart.Array[0, 12].Select(Read);

    [Fact]
    public void Merging_changes_no_character_of_text_or_thoughts() => AnyAnswer.Sample(
        parts =>
        {
            var merged = PartsJson.Read(PartsJson.Merged(parts));
            return Text(parts, isThought: false) == Text(merged, isThought: false) && Text(parts, isThought: true) == Text(merged, isThought: true);
        },
        iter: Nightly.Rounds(3000));

    [Fact]
    public void Signed_and_unknown_parts_stay_byte_for_byte_and_in_order() => AnyAnswer.Sample(
        parts => Verbatim(parts).SequenceEqual(Verbatim(PartsJson.Read(PartsJson.Merged(parts)))),
        iter: Nightly.Rounds(3000));

    [Fact]
    public void Plain_text_never_moves_across_another_part() => AnyAnswer.Sample(
        parts => Shape(parts).SequenceEqual(Shape(PartsJson.Read(PartsJson.Merged(parts)))),
        iter: Nightly.Rounds(3000));

    [Fact]
    public void Merging_twice_is_merging_once() => AnyAnswer.Sample(
        parts =>
        {
            var once = PartsJson.Merged(parts);
            return once == PartsJson.Merged(PartsJson.Read(once));
        },
        iter: Nightly.Rounds(3000));

    [Fact]
    public void What_is_stored_verbatim_is_read_back_as_it_was() => AnyAnswer.Sample(
        parts => parts.Select(p => (Json(p), p.Text, p.IsThought, p.HasSignature, p.IsPlainText))
            .SequenceEqual(PartsJson.Read(PartsJson.Verbatim(parts)).Select(p => (Json(p), p.Text, p.IsThought, p.HasSignature, p.IsPlainText))),
        iter: Nightly.Rounds(2000));

    private static IReadOnlyList<GeminiPart> Read(string[] parts) =>
        GeminiChunkReader.Read(Encoding.UTF8.GetBytes($$$"""{"candidates":[{"content":{"parts":[{{{string.Join(",", parts)}}}]}}]}""")).Parts;

    private static string Text(IEnumerable<GeminiPart> parts, bool isThought) => string.Concat(parts.Where(p => p.IsThought == isThought).Select(p => p.Text));

    private static IEnumerable<string> Verbatim(IEnumerable<GeminiPart> parts) => parts.Where(p => !p.IsPlainText).Select(Json);

    /// <summary>Each run of plain text as its text, everything else as itself.</summary>
    private static List<string> Shape(IReadOnlyList<GeminiPart> parts)
    {
        var shape = new List<string>();
        GeminiPart? before = null;
        foreach (var part in parts)
        {
            if (part.IsPlainText && before is { IsPlainText: true } last && last.IsThought == part.IsThought)
            {
                shape[^1] += part.Text;
            }
            else
            {
                shape.Add(part.IsPlainText ? $"{part.IsThought}:{part.Text}" : Json(part));
            }

            before = part;
        }

        return shape;
    }

    private static string Json(GeminiPart part) => Encoding.UTF8.GetString(part.Json.Span);
}
