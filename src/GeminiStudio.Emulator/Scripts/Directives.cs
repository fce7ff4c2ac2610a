using System.Text.Json;
using System.Text.Json.Nodes;
using GeminiStudio.Emulator.Wire;

namespace GeminiStudio.Emulator.Scripts;

/// <summary>One word of the script language: changes the script, or returns null when it cannot read its arguments.</summary>
internal sealed record Directive(string Name, Func<Script, DirectiveArguments, Script?> Apply, bool TakesFreeText = false);

/// <summary>The script language; README.md of this project explains each word.</summary>
internal static class Directives
{
    /// <summary>What one event may weigh: the largest that any client here reads is 32 MB.</summary>
    private const long LargestEvent = 64L << 20;

    private const int MostWords = 200_000;
    private const int MostCharacters = 20_000_000;
    private const int MostThoughts = 1_000;

    public static IReadOnlyList<Directive> All { get; } =
    [
        new("words", (s, a) => a.Count() is <= MostWords and { } n ? s with { Words = n } : null),
        new("chars", (s, a) => a.Count() is <= MostCharacters and { } n ? s with { Chars = n } : null),
        new("chunks", (s, a) => a.Count() is > 0 and <= MostWords and { } n ? s with { Chunks = n } : null),
        new("pace", (s, a) => a.Duration() is { } d ? s with { Pace = d } : null),
        new("wait", (s, a) => a.Duration() is { } d ? s with { WaitForFirstEvent = d } : null),
        new("wait-headers", (s, a) => a.Duration() is { } d ? s with { WaitForHeaders = d } : null),
        new("thoughts", (s, a) => a.Count() is <= MostThoughts and { } n ? s with { Thoughts = n } : null),
        new("finish", (s, a) => a.Words.Count > 0
            ? s with { FinishReason = a.Words[0].ToUpperInvariant(), WithoutText = a.Has("empty") } : null),
        new("block", (s, a) => s with { BlockReason = a.Words.Count > 0 ? a.Words[0].ToUpperInvariant() : "PROHIBITED_CONTENT" }),
        new("empty", (s, a) => Empty(a) is { } kind ? s with { Empty = kind } : null),
        new("error", (s, a) => ErrorDirective.Read(a) is { } error ? s with { Error = error } : null),
        new("redirect", (s, a) => a.Words.Count == 1 ? s with { RedirectTo = a.Words[0] } : null),
        new("cut", (s, a) => Fault(s, FaultKind.Cut, a)),
        new("eof", (s, a) => Fault(s, FaultKind.EndEarly, a)),
        new("stall", (s, a) => Fault(s, FaultKind.Stall, a)),
        new("malformed", (s, a) => Fault(s, FaultKind.Malformed, a)),
        new("midstream-error", MidstreamError),
        new("giant", (s, a) => a.Size() is > 0 and <= LargestEvent and { } size ? s with { GiantBytes = size } : null),
        new("usage", (s, a) => Usage(a) is { } usage ? s with { Usage = usage } : null),
        new("echo", (s, _) => s with { Echo = true }),
        new("say", Say, TakesFreeText: true),
        new("call", Call, TakesFreeText: true),
    ];

    public static Directive? Find(string name) =>
        All.FirstOrDefault(d => d.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static Script? Fault(Script script, FaultKind kind, DirectiveArguments arguments) =>
        arguments.Count() is { } events ? script with { Fault = new(kind, events) } : null;

    private static Script? MidstreamError(Script script, DirectiveArguments arguments) =>
        arguments.Count() is { } events && GoogleErrors.ForStatus(arguments.Count(1) ?? 503) is { } error
            ? script with { Fault = new(arguments.Has("raw") ? FaultKind.RawError : FaultKind.Error, events, error) }
            : null;

    private static EmptyAnswer? Empty(DirectiveArguments arguments) => arguments.Text.ToUpperInvariant() switch
    {
        "" => EmptyAnswer.EmptyCandidates,
        "NO-CANDIDATES" => EmptyAnswer.NoCandidates,
        "CONTENT" => EmptyAnswer.EmptyContent,
        "NO-CONTENT" => EmptyAnswer.NoContent,
        "NO-PARTS" => EmptyAnswer.NoParts,
        _ => null,
    };

    private static UsageReport? Usage(DirectiveArguments arguments) => arguments.Text.ToUpperInvariant() switch
    {
        "NONE" => UsageReport.None,
        "ZERO" => UsageReport.Zero,
        _ => null,
    };

    private static Script Say(Script script, DirectiveArguments arguments)
    {
        var text = arguments.Text.Replace("\\\\", "\0", StringComparison.Ordinal).Replace("\\n", "\n", StringComparison.Ordinal)
            .Replace("\\t", "\t", StringComparison.Ordinal).Replace('\0', '\\');
        return script with { Say = script.Say is null ? text : script.Say + "\n" + text };
    }

    private static Script? Call(Script script, DirectiveArguments arguments)
    {
        if (arguments.Words.Count == 0)
        {
            return null;
        }
        var calls = script.Calls?.DeepClone().AsArray() ?? [];
        try
        {
            var json = arguments.Text[arguments.Words[0].Length..];
            var args = string.IsNullOrWhiteSpace(json) ? new JsonObject() : JsonNode.Parse(json) as JsonObject;
            calls.Add(new JsonObject { ["name"] = arguments.Words[0], ["args"] = args });
            return args is null ? null : script with { Calls = calls };
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
