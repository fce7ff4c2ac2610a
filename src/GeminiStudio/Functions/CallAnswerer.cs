using System.Text.Json.Nodes;

namespace GeminiStudio.Functions;

/// <summary>Answers a call as its function says: from a mock, from its rules, from an endpoint, from an MCP server.</summary>
public sealed class CallAnswerer(HttpFunctions http, McpTools mcp, TimeProvider time)
{
    private const int LongestDelayMs = 60_000;

    /// <summary>Whether a call can be answered now without a person.</summary>
    public static bool IsAutomatic(FunctionAnswer answer) => answer.Kind switch
    {
        AnswerKind.Ask => false,
        AnswerKind.Mock or AnswerKind.Rules => true,
        _ => answer.IsAutomatic,
    };

    /// <param name="ownerId">Whose secrets may be used.</param>
    /// <param name="call">What the model asks for.</param>
    /// <param name="declaration">What was declared; null when the model named something else.</param>
    /// <param name="answer">How it is answered.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<CallAnswer> AnswerAsync(Guid ownerId, FunctionCall call, FunctionDraft? declaration, FunctionAnswer answer, CancellationToken cancellationToken)
    {
        if (declaration is null)
        {
            return new(FunctionCall.Error($"There is no function {call.Name}."), null);
        }

        // The world outside is never asked with arguments that were not declared: the model is told instead, and can mend them.
        if (answer.Kind is AnswerKind.Http or AnswerKind.Mcp && SchemaCheck.Find(declaration.Parameters.ToJson(), call.Args) is { Count: > 0 } misfits)
        {
            return new(FunctionCall.Error($"The arguments do not fit: {string.Join("; ", misfits.Select(m => $"{(m.Path.Length == 0 ? "/" : m.Path)}: {m.Message}"))}"), null);
        }

        try
        {
            return answer switch
            {
                { Kind: AnswerKind.Mock } => Read(answer.Mock, "The fixed answer"),
                { Kind: AnswerKind.Rules } => await ByRulesAsync(call, answer.Rules, cancellationToken),
                { Kind: AnswerKind.Http, Http: { } endpoint } => new(await http.CallAsync(ownerId, call, declaration, endpoint, cancellationToken), null),
                { Kind: AnswerKind.Mcp, Mcp: { } server } => new(await mcp.CallAsync(ownerId, call, server, cancellationToken), null),
                _ => new(null, "Answer it yourself."),
            };
        }
        catch (GuardedException e)
        {
            return answer is { Kind: AnswerKind.Http, Http.AsksOnFailure: true } ? new(null, e.Message) : new(FunctionCall.Error(e.Message), e.Message);
        }
    }

    private async Task<CallAnswer> ByRulesAsync(FunctionCall call, IReadOnlyList<MockRule> rules, CancellationToken cancellationToken)
    {
        if (rules.FirstOrDefault(r => string.IsNullOrWhiteSpace(r.When) || (JsonSource.Parse(r.When).Root is { } pattern && Matches(pattern, call.Args))) is not { } rule)
        {
            return new(null, "No rule matches these arguments.");
        }

        if (rule.DelayMs > 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Min(rule.DelayMs, LongestDelayMs)), time, cancellationToken);
        }

        return string.IsNullOrEmpty(rule.Error) ? Read(rule.Response, "The rule's answer") : new(FunctionCall.Error(rule.Error), null);
    }

    // Members that a pattern names must be there; others may be, too.
    internal static bool Matches(JsonNode? pattern, JsonNode? value) => pattern is JsonObject wanted
        ? value is JsonObject given && wanted.All(w => given.ContainsKey(w.Key) && Matches(w.Value, given[w.Key]))
        : JsonNode.DeepEquals(pattern, value);

    private static CallAnswer Read(string? json, string what) => JsonSource.Parse(string.IsNullOrWhiteSpace(json) ? "{}" : json) is var source && source.Problem is { } problem
        ? new(null, $"{what} is no JSON, line {problem.Line}.")
        : new(source.Root ?? new JsonObject(), null);
}

/// <param name="Response">What the model is told; null when a person must answer.</param>
/// <param name="Problem">What the person is told; null when all went well.</param>
public sealed record CallAnswer(JsonNode? Response, string? Problem);
