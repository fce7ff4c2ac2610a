using System.Text;
using CsCheck;
using GeminiStudio.Gemini.Tests.Support;
using GeminiStudio.TestRig;
using Xunit;

namespace GeminiStudio.Gemini.Tests;

/// <summary>An error's body comes from whoever answered: it may be anything, and must never make things worse.</summary>
public sealed class ErrorEnvelopePropertyTests
{
    private static readonly string[] Names =
    [
        "error", "code", "message", "status", "details", "@type", "reason", "retryDelay", "violations", "quotaId", "quotaMetric", "quotaValue",
        "quotaDimensions", "model", "fieldViolations", "field", "description", "other",
    ];

    private static readonly int[] Statuses = [200, 302, 400, 401, 403, 404, 413, 429, 499, 500, 503, 504, 599];

    private static readonly string[] Scalars =
    [
        "null", "true", "0", "-1", "429", "1e999", "3.5", "\"\"", "\"x\"", "\"7s\"", "\"-3.5s\"", "\"1e300s\"", "\"NaNs\"", "\"\\ud83d\"", "\"\\u0000\"", "\"PerDay\"",
        "\"type.googleapis.com/google.rpc.RetryInfo\"", "\"type.googleapis.com/google.rpc.QuotaFailure\"", "\"type.googleapis.com/google.rpc.BadRequest\"",
        "\"type.googleapis.com/google.rpc.ErrorInfo\"", $"\"Bad {Calls.Key} here\"", "\"API key not valid\"",
    ];

    private static Gen<string> AnyScalar { get; } = Gen.Int[0, Scalars.Length - 1].Select(i => Scalars[i]);

    private static Gen<string> AnyJson { get; } = Gen.Recursive<string>((depth, inner) => depth > 4
        ? AnyScalar
        : Gen.Frequency(
            (2, AnyScalar),
            (3, Gen.Select(Gen.Int[0, Names.Length - 1], inner).Array[0, 5].Select(members => "{" + string.Join(",", members.Select(m => $"\"{Names[m.Item1]}\":{m.Item2}")) + "}")),
            (2, inner.Array[0, 3].Select(items => "[" + string.Join(",", items) + "]"))));

    private static Gen<int> AnyStatus { get; } = Gen.Int[0, Statuses.Length - 1].Select(i => Statuses[i]);

    private static Gen<byte[]> AnyBody { get; } = Gen.Frequency(
        (6, AnyJson.Select(json => Encoding.UTF8.GetBytes($$"""{"error":{{json}}}"""))),
        (2, AnyJson.Select(Encoding.UTF8.GetBytes)),
        (1, Gen.Select(AnyJson, Gen.Int[0, 60]).Select((json, cut) => Encoding.UTF8.GetBytes(json[..Math.Min(cut, json.Length)]))),
        (1, Gen.Byte.Array[0, 60]));

    [Fact]
    public void Any_body_with_any_status_is_a_failure_with_words_and_without_the_key() =>
        Gen.Select(AnyBody, AnyStatus).Sample(
            (body, status) =>
            {
                var failure = GeminiFailure.FromBody(status, body, new Secret(Calls.Key), answerStarted: false);

                var all = failure + failure.Status + failure.Reason + string.Join('|', failure.Fields) + string.Join('|', failure.Quotas) + failure.RawBody;
                return failure.Message.Length > 0
                    && !all.Contains(Calls.Key, StringComparison.Ordinal)
                    && (failure.RawBody is null || Encoding.UTF8.GetByteCount(failure.RawBody) <= 4096)
                    && (failure.RetryAfter is null || (failure.RetryAfter >= TimeSpan.Zero && failure.RetryAfter <= TimeSpan.FromDays(31)));
            },
            iter: Nightly.Rounds(5000));

    [Fact]
    public void What_Google_says_is_found_whatever_stands_around_it() =>
        Gen.Select(AnyScalar, Gen.Int[0, 3600], Gen.Bool).Sample(
            (other, seconds, wrapped) =>
            {
                var body = $$$"""{"error":{"other":{{{other}}},"details":[{{{other}}},{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"{{{seconds}}}s"}],"message":"Busy","code":429,"status":"RESOURCE_EXHAUSTED"}}""";
                var failure = GeminiFailure.FromBody(429, Encoding.UTF8.GetBytes(wrapped ? $"[{body}]" : body), key: null, answerStarted: false);
                return (failure.Kind, failure.Message, failure.RetryAfter) == (GeminiErrorKind.RateLimited, "Busy", TimeSpan.FromSeconds(seconds));
            },
            iter: Nightly.Rounds(1000));
}
