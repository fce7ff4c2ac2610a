using System.Net;
using System.Text.Json.Nodes;
using GeminiStudio.Emulator.Received;
using GeminiStudio.Emulator.Wire;

namespace GeminiStudio.Emulator.Inspection;

/// <summary>Shows what was received, to callers on the same machine only.</summary>
internal static class InspectionRoutes
{
    private const string Prefix = "/__emulator";

    public static void Map(WebApplication app, ReceivedRequests received) => app.Use((context, next) =>
        context.Request.Path.StartsWithSegments(Prefix, out var rest) && IsLoopback(context.Connection)
            ? AnswerAsync(context, rest.Value ?? "", received)
            : next(context));

    private static bool IsLoopback(ConnectionInfo connection) =>
        connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address);

    private static Task AnswerAsync(HttpContext context, string path, ReceivedRequests received)
    {
        var (status, body) = (context.Request.Method, path) switch
        {
            ("GET", "/requests") => (200, new JsonObject { ["requests"] = new JsonArray([.. received.Snapshot().Select(Describe)]) }),
            ("GET", "/count") => (200, new JsonObject { ["count"] = received.Count(context.Request.Query["verb"].FirstOrDefault()) }),
            ("DELETE", "/requests") => (200, Clear(received)),
            _ => (404, new JsonObject { ["message"] = $"There is GET {Prefix}/requests, GET {Prefix}/count?verb= and DELETE {Prefix}/requests." }),
        };
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=utf-8";
        return context.Response.WriteAsync(GoogleJson.Pretty(body), context.RequestAborted);
    }

    private static JsonObject Clear(ReceivedRequests received)
    {
        received.Clear();
        return [];
    }

    private static JsonObject Describe(ReceivedRequest request) => new()
    {
        ["method"] = request.Method,
        ["path"] = request.Path,
        ["verb"] = request.Verb,
        ["query"] = request.Query,
        ["headers"] = new JsonObject(request.Headers.Select(h => KeyValuePair.Create(h.Key, (JsonNode?)h.Value))),
        ["key"] = request.Key,
        ["body"] = request.Body,
        ["time"] = request.Time,
        ["statusCode"] = request.StatusCode,
        ["clientDisconnected"] = request.ClientDisconnected,
    };
}
