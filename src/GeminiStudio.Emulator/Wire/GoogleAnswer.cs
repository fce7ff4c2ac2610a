using System.Text.Json.Nodes;

namespace GeminiStudio.Emulator.Wire;

/// <summary>Writes whole answers and refusals with the headers that Google's front end adds.</summary>
internal static class GoogleAnswer
{
    private const string Json = "application/json; charset=UTF-8";

    public static void SetHeaders(HttpResponse response)
    {
        var headers = response.Headers;
        headers.Vary = new(["Origin", "X-Origin", "Referer"]);
        headers.Server = "scaffolding on HTTPServer2";
        headers.XXSSProtection = "0";
        headers.XFrameOptions = "SAMEORIGIN";
        headers.XContentTypeOptions = "nosniff";
        headers["Server-Timing"] = "gfet4t7; dur=42";
        headers["X-Gemini-Service-Tier"] = "standard";
    }

    public static Task WriteJsonAsync(HttpResponse response, JsonNode body, CancellationToken cancellationToken)
    {
        SetHeaders(response);
        response.ContentType = Json;
        return response.WriteAsync(GoogleJson.Pretty(body), cancellationToken);
    }

    /// <summary>Refuses; a JSON stream, which is an array, has its refusal wrapped in one.</summary>
    public static Task WriteErrorAsync(HttpResponse response, GoogleError error, bool inArray, CancellationToken cancellationToken)
    {
        if (error.AsHtml)
        {
            return WritePageAsync(response, error.Code, error.Message, cancellationToken);
        }
        response.StatusCode = error.Code;
        JsonNode body = error.ToJson();
        return WriteJsonAsync(response, inArray ? new JsonArray(body) : body, cancellationToken);
    }

    /// <summary>The page that Google shows for a path that it does not know.</summary>
    public static Task WriteNotFoundAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var path = System.Net.WebUtility.HtmlEncode(context.Request.Path.Value);
        return WritePageAsync(context.Response, 404, $"The requested URL <code>{path}</code> was not found on this server.", cancellationToken);
    }

    private static Task WritePageAsync(HttpResponse response, int status, string html, CancellationToken cancellationToken)
    {
        SetHeaders(response);
        response.StatusCode = status;
        response.ContentType = "text/html; charset=UTF-8";
        var name = status == 404 ? "Not Found" : "Server Error";
        return response.WriteAsync($"""
            <!DOCTYPE html>
            <html lang=en>
              <meta charset=utf-8>
              <title>Error {status} ({name})!!1</title>
              <p><b>{status}.</b> <ins>That’s an error.</ins>
              <p>{html}  <ins>That’s all we know.</ins>

            """, cancellationToken);
    }
}
