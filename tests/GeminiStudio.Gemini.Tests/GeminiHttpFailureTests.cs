using System.Net;
using System.Net.Sockets;
using System.Text;
using GeminiStudio.Gemini.Tests.Support;
using Xunit;

namespace GeminiStudio.Gemini.Tests;

public sealed class GeminiHttpFailureTests
{
    private const string Daily = """
        {"error":{"code":429,"message":"You exceeded your current quota.","status":"RESOURCE_EXHAUSTED","details":[
        {"@type":"type.googleapis.com/google.rpc.Help","links":[{"description":"x","url":"https://x"}]},
        {"@type":"type.googleapis.com/google.rpc.QuotaFailure","violations":[{"quotaMetric":"generativelanguage.googleapis.com/generate_content_free_tier_requests",
        "quotaId":"GenerateRequestsPerDayPerProjectPerModel-FreeTier","quotaDimensions":{"location":"global","model":"gemini-3.8-flash"},"quotaValue":"250"}]},
        {"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"34.074824224s"}]}}
        """;

    [Theory(Timeout = 30_000)]
    [InlineData(400, "INVALID_ARGUMENT", "Please use a valid role: user, model.", GeminiErrorKind.InvalidRequest)]
    [InlineData(400, "INVALID_ARGUMENT", "API key expired. Please renew the API key.", GeminiErrorKind.KeyRejected)]
    [InlineData(400, "FAILED_PRECONDITION", "User location is not supported for the API use.", GeminiErrorKind.FailedPrecondition)]
    [InlineData(400, "FAILED_PRECONDITION", "The File x is not in an ACTIVE state and usage is not allowed.", GeminiErrorKind.FailedPrecondition)]
    [InlineData(401, "UNAUTHENTICATED", "Request had invalid authentication credentials.", GeminiErrorKind.KeyRejected)]
    [InlineData(403, "PERMISSION_DENIED", "Your API key was reported as leaked. Please use another API key.", GeminiErrorKind.KeyRejected)]
    [InlineData(403, "PERMISSION_DENIED", "Method doesn't allow unregistered callers (callers without established identity).", GeminiErrorKind.KeyMissing)]
    [InlineData(403, "PERMISSION_DENIED", "You do not have permission to access the File x or it may not exist.", GeminiErrorKind.PermissionDenied)]
    [InlineData(404, "NOT_FOUND", "models/gemini-nope is not found for API version v1beta.", GeminiErrorKind.NotFound)]
    [InlineData(409, "ABORTED", "Try again.", GeminiErrorKind.Unavailable)]
    [InlineData(413, "INVALID_ARGUMENT", "Request payload size exceeds the limit: 20971520 bytes.", GeminiErrorKind.InvalidRequest)]
    [InlineData(429, "RESOURCE_EXHAUSTED", "Resource has been exhausted (e.g. check quota).", GeminiErrorKind.RateLimited)]
    [InlineData(429, "RESOURCE_EXHAUSTED", "Quota exceeded for metric: x, limit: 0, model: gemini-2.5-pro", GeminiErrorKind.QuotaExhausted)]
    [InlineData(429, "RESOURCE_EXHAUSTED", "Quota exceeded for metric: x, limit: 05, model: gemini-2.5-pro", GeminiErrorKind.RateLimited)]
    [InlineData(499, "CANCELLED", "Client went away.", GeminiErrorKind.Other)]
    [InlineData(500, "INTERNAL", "An internal error has occurred.", GeminiErrorKind.Unavailable)]
    [InlineData(501, "UNIMPLEMENTED", "No.", GeminiErrorKind.Other)]
    [InlineData(503, "UNAVAILABLE", "The model is overloaded. Please try again later.", GeminiErrorKind.Unavailable)]
    [InlineData(504, "DEADLINE_EXCEEDED", "The request timed out.", GeminiErrorKind.TimedOut)]
    public async Task Googles_refusals_become_kinds_that_a_person_can_act_on(int code, string status, string message, GeminiErrorKind kind)
    {
        var body = $$$"""{"error":{"code":{{{code}}},"message":"{{{message}}}","status":"{{{status}}}"}}""";

        foreach (var form in new[] { body, $"[{body}\n]" })
        {
            var failure = await FailAsync(code, form);

            Assert.Equal((kind, code, status, message, form), (failure.Kind, failure.HttpStatus, failure.Status, failure.Message, failure.RawBody));
            Assert.False(failure.AnswerStarted);
        }
    }

    [Theory(Timeout = 30_000)]
    [InlineData("API_KEY_INVALID", 400, GeminiErrorKind.KeyRejected)]
    [InlineData("API_KEY_SERVICE_BLOCKED", 403, GeminiErrorKind.KeyRejected)]
    [InlineData("API_KEY_HTTP_REFERRER_BLOCKED", 403, GeminiErrorKind.KeyRejected)]
    [InlineData("API_KEY_IP_ADDRESS_BLOCKED", 403, GeminiErrorKind.KeyRejected)]
    [InlineData("CREDENTIALS_MISSING", 401, GeminiErrorKind.KeyMissing)]
    [InlineData("SERVICE_DISABLED", 403, GeminiErrorKind.PermissionDenied)]
    [InlineData("BILLING_DISABLED", 403, GeminiErrorKind.PermissionDenied)]
    public async Task The_reason_that_Google_names_decides_before_its_words(string reason, int code, GeminiErrorKind kind)
    {
        var failure = await FailAsync(code, $$$"""{"error":{"code":{{{code}}},"message":"m","status":"X","details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"{{{reason}}}"}]}}""");

        Assert.Equal((kind, reason), (failure.Kind, failure.Reason));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_daily_quota_is_told_with_its_limit_and_model_and_is_not_transient()
    {
        var failure = await FailAsync(429, Daily);

        Assert.Equal((GeminiErrorKind.QuotaExhausted, false), (failure.Kind, failure.IsTransient));
        Assert.Equal(34.074824, failure.RetryAfter!.Value.TotalSeconds, 5);
        Assert.Equal(
            new QuotaViolation("GenerateRequestsPerDayPerProjectPerModel-FreeTier", "generativelanguage.googleapis.com/generate_content_free_tier_requests", 250, "gemini-3.8-flash"),
            Assert.Single(failure.Quotas));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_quota_per_minute_is_transient_and_one_of_zero_is_not()
    {
        Assert.Equal(GeminiErrorKind.RateLimited, (await FailAsync(429, Daily.Replace("PerDay", "PerMinute", StringComparison.Ordinal))).Kind);
        Assert.Equal(GeminiErrorKind.QuotaExhausted, (await FailAsync(429, Daily.Replace("PerDay", "PerMinute", StringComparison.Ordinal).Replace("\"250\"", "0", StringComparison.Ordinal))).Kind);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("\"0s\"", 0.0)]
    [InlineData("\"0.5s\"", 0.5)]
    [InlineData("\"-3s\"", 0.0)]
    [InlineData("\"soon\"", null)]
    [InlineData("7", null)]
    public async Task The_wait_that_Google_asks_for_is_read(string delay, double? seconds)
    {
        Assert.Equal(seconds, (await FailAsync(429, Daily.Replace("\"34.074824224s\"", delay, StringComparison.Ordinal))).RetryAfter?.TotalSeconds);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_front_ends_own_wait_is_read_when_the_body_has_none()
    {
        Assert.Equal(TimeSpan.FromSeconds(9), (await FailAsync(503, "busy", "Retry-After: 9\r\n")).RetryAfter);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("Date: Mon, 01 Jan 1990 00:00:00 GMT\r\nRetry-After: Mon, 01 Jan 1990 00:00:09 GMT\r\n", 9)]
    [InlineData("Date: Fri, 01 Jan 2100 00:00:00 GMT\r\nRetry-After: Fri, 01 Jan 2100 00:00:09 GMT\r\n", 9)]
    [InlineData("Date: Fri, 01 Jan 2100 00:00:00 GMT\r\nRetry-After: 9\r\n", 9)]
    [InlineData("Date: Mon, 01 Jan 1990 00:00:00 GMT\r\nRetry-After: Fri, 31 Dec 9999 23:59:59 GMT\r\n", 31 * 24 * 3600)]
    [InlineData("Date: Fri, 01 Jan 2100 00:00:00 GMT\r\nRetry-After: Mon, 01 Jan 1990 00:00:00 GMT\r\n", 0)]
    [InlineData("Date: nonsense\r\n", null)]
    public async Task A_clock_of_Googles_that_is_years_off_has_no_effect(string headers, int? seconds)
    {
        Assert.Equal((double?)seconds, (await FailAsync(503, "busy", headers)).RetryAfter?.TotalSeconds);
    }

    [Fact(Timeout = 30_000)]
    public async Task Fields_that_Google_refuses_are_named()
    {
        var failure = await FailAsync(400, """{"error":{"code":400,"message":"m","status":"INVALID_ARGUMENT","details":[{"@type":"type.googleapis.com/google.rpc.BadRequest","fieldViolations":[{"field":"generation_config.temperature","description":"d"},{"description":"e"}]}]}}""");

        Assert.Equal([new FieldViolation("generation_config.temperature", "d"), new FieldViolation("", "e")], failure.Fields);
    }

    [Theory(Timeout = 30_000)]
    [InlineData(502, "<html><title>Error 502 (Server Error)!!1</title></html>", GeminiErrorKind.Unavailable)]
    [InlineData(404, "<!DOCTYPE html>Error 404 (Not Found)!!1", GeminiErrorKind.NotFound)]
    [InlineData(413, "<html>", GeminiErrorKind.InvalidRequest)]
    [InlineData(429, "", GeminiErrorKind.RateLimited)]
    [InlineData(503, "{\"error\":\"text\"}", GeminiErrorKind.Unavailable)]
    [InlineData(500, "{\"error\":{\"details\":[1,null,{\"@type\":5}],\"message\":7,\"code\":\"x\"}}", GeminiErrorKind.Unavailable)]
    [InlineData(418, "[]", GeminiErrorKind.Other)]
    public async Task An_error_of_another_form_is_judged_by_its_status(int status, string body, GeminiErrorKind kind)
    {
        var failure = await FailAsync(status, body);

        Assert.Equal((kind, status), (failure.Kind, failure.HttpStatus));
        Assert.DoesNotContain("<", failure.Message, StringComparison.Ordinal);
        Assert.Contains(status.ToString(), failure.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public async Task Keys_in_an_errors_text_never_reach_the_exception()
    {
        const string other = "AQ.Ab8RN6Jother-CANARY_9";
        var failure = await FailAsync(
            400,
            $$$"""{"error":{"code":400,"message":"Bad {{{Calls.Key}}} and {{{other}}} at https://x/?key=CANARY1&a=1","status":"{{{Calls.Key}}}","details":[{"@type":"type.googleapis.com/google.rpc.BadRequest","fieldViolations":[{"field":"{{{Calls.Key}}}","description":"\u0041Iza{{{Calls.Key[4..]}}}"}]}]}}""");

        var all = failure + failure.RawBody!.Replace("\\u0041Iza" + Calls.Key[4..], "", StringComparison.Ordinal) + failure.Fields[0] + failure.Status;
        Assert.DoesNotContain("CANARY", all, StringComparison.Ordinal);
        Assert.Contains("Bad *** and *** at https://x/?key=***&a=1", failure.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_huge_error_is_kept_to_4_KB()
    {
        var failure = await FailAsync(500, new string('é', 200_000));

        Assert.InRange(Encoding.UTF8.GetByteCount(failure.RawBody!), 4090, 4096);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_closed_port_is_unreachable_and_the_host_is_named()
    {
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp); // it never listens, and nobody else gets its port
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var port = ((IPEndPoint)taken.LocalEndPoint!).Port;
        using var client = Calls.Client(new Uri($"http://127.0.0.1:{port}"));

        var failure = await client.FailureAsync(Calls.Stream);

        Assert.Equal((GeminiErrorKind.Unreachable, true), (failure.Kind, failure.IsTransient));
        Assert.Contains($"127.0.0.1:{port}", failure.Message, StringComparison.Ordinal);
        Assert.Contains("TCP", failure.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_name_that_does_not_exist_is_unreachable_by_DNS()
    {
        using var client = Calls.Client(new Uri("http://no-such-host.invalid"));

        var failure = await client.FailureAsync(Calls.Stream);

        Assert.Equal(GeminiErrorKind.Unreachable, failure.Kind);
        Assert.Contains("no-such-host.invalid was not found (DNS)", failure.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_server_that_does_not_speak_TLS_is_unreachable_by_TLS_and_sees_no_key()
    {
        using var tcp = new TcpListener(IPAddress.Loopback, 0);
        tcp.Start();
        var port = ((IPEndPoint)tcp.LocalEndpoint).Port;
        var answering = AnswerPlainAsync(tcp);
        using var client = Calls.Client(new Uri($"https://127.0.0.1:{port}"));

        var failure = await client.FailureAsync(Calls.Stream);

        Assert.Equal(GeminiErrorKind.Unreachable, failure.Kind);
        Assert.Contains("TLS", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("CANARY", Encoding.Latin1.GetString(await answering), StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_connection_closed_before_any_answer_is_unreachable()
    {
        await using var server = new ScriptedServer(x => { x.Reset(); return Task.CompletedTask; });
        using var client = Calls.Client(server.Address);

        var failure = await client.FailureAsync(Calls.Stream);

        Assert.Equal((GeminiErrorKind.Unreachable, false), (failure.Kind, failure.AnswerStarted));
    }

    private static async Task<GeminiException> FailAsync(int status, string body, string headers = "")
    {
        await using var server = new ScriptedServer(x => x.AnswerAsync(status, body, headers: headers).AsTask());
        using var client = Calls.Client(server.Address);
        return await client.FailureAsync(Calls.Stream);
    }

    private static async Task<byte[]> AnswerPlainAsync(TcpListener listener)
    {
        using var socket = await listener.AcceptSocketAsync(TestContext.Current.CancellationToken);
        var buffer = new byte[4096];
        var read = await socket.ReceiveAsync(buffer, TestContext.Current.CancellationToken);
        await socket.SendAsync("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
        return buffer[..read];
    }
}
