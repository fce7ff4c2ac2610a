using System.Text;
using GeminiStudio.Data;
using GeminiStudio.Files;
using GeminiStudio.Sessions;
using GeminiStudio.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace GeminiStudio.Web.Files;

/// <summary>Where files come in and go out: up as a plain body that is written to the disk as it comes, down from a sandbox of their own.</summary>
internal static partial class FileEndpoints
{
    private const string Sandboxed = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; media-src 'self'; frame-ancestors 'self'; base-uri 'none'; form-action 'none'";

    public static void MapFiles(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/files/check", CheckAsync).WithMetadata(new RequestSizeLimitAttribute(FileKinds.HeadBytes));
        routes.MapPost("/api/files", (string? name, HttpContext context, GeminiService studio, CancellationToken cancellationToken) => KeepAsync(null, name, context, studio, cancellationToken))
            .WithMetadata(new RequestSizeLimitAttribute(FileKinds.MaxBytes + 1));
        routes.MapPost("/api/files/{sessionId:guid}", (Guid sessionId, string? name, HttpContext context, GeminiService studio, CancellationToken cancellationToken) => KeepAsync(sessionId, name, context, studio, cancellationToken)).WithMetadata(new RequestSizeLimitAttribute(FileKinds.MaxBytes + 1));
        routes.MapGet("/files/{hash:length(64)}", ShowAsync);
        routes.MapGet("/api/turns/{turnId:guid}/suggestions", SuggestionsAsync);
    }

    // The first bytes are enough to say no, before gigabytes travel.
    private static async Task<IResult> CheckAsync(string? name, long? bytes, HttpContext context, CancellationToken cancellationToken)
    {
        if (!IsOurs(context))
        {
            return Results.NotFound();
        }

        var head = new byte[FileKinds.HeadBytes];
        var length = await context.Request.Body.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken);
        var kind = FileKinds.Of(name ?? "", head.AsSpan(0, length), bytes ?? length);
        return kind.IsTaken ? Results.Json(new { mimeType = kind.MimeType }) : Refused(kind.Refusal!, StatusCodes.Status415UnsupportedMediaType);
    }

    private static async Task<IResult> KeepAsync(Guid? sessionId, string? name, HttpContext context, GeminiService studio, CancellationToken cancellationToken)
    {
        if (!IsOurs(context))
        {
            return Results.NotFound();
        }

        try
        {
            var file = await studio.KeepFileAsync(sessionId, name ?? "file", context.Request.Body, context.Request.ContentLength, cancellationToken);
            return Results.Json(new { hash = file.Hash, name = file.Name, mimeType = file.MimeType, bytes = file.Bytes });
        }
        catch (FileRefusedException e)
        {
            return Refused(e.Message, StatusCodes.Status415UnsupportedMediaType);
        }
        catch (Exception e) when (e is FileTooLargeException or BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge })
        {
            return Refused(new FileTooLargeException().Message, StatusCodes.Status413PayloadTooLarge);
        }
        catch (BadHttpRequestException e)
        {
            return Refused("The upload broke off, or was too slow. Nothing of it was kept; send it again.", e.StatusCode);
        }
        catch (StorageException e)
        {
            LogNotKept(Log(context), e);
            return Refused($"Not kept: {e.Message}", StatusCodes.Status503ServiceUnavailable);
        }
        catch (IOException e) when (!cancellationToken.IsCancellationRequested)
        {
            LogNotKept(Log(context), e);
            return Refused("The server's disk does not take the file. Its log says why.", StatusCodes.Status503ServiceUnavailable);
        }
    }

    private static async Task<IResult> ShowAsync(string hash, HttpContext context, GeminiService studio, CancellationToken cancellationToken)
    {
        if (await studio.OpenFileAsync(hash, cancellationToken) is not var (file, bytes))
        {
            return Results.NotFound();
        }

        var isText = file.MimeType.StartsWith("text/", StringComparison.Ordinal);
        var isShown = (FileKinds.IsShown(file.MimeType) || isText) && !context.Request.Query.ContainsKey("download");
        var headers = context.Response.Headers;

        // Browsers show no PDF inside a sandbox; their viewer is one by itself, and nosniff keeps the bytes from being anything else.
        headers[SecurityHeaders.OwnPolicy] = "1";
        headers.ContentSecurityPolicy = file.MimeType == "application/pdf" ? Sandboxed : "sandbox; " + Sandboxed;
        headers.ContentDisposition = new ContentDispositionHeaderValue(isShown ? "inline" : "attachment") { FileNameStar = file.Name }.ToString();
        headers.CacheControl = "private, max-age=31536000, immutable"; // the name is the content
        return Results.Stream(bytes, isText ? "text/plain; charset=utf-8" : isShown ? file.MimeType : "application/octet-stream", entityTag: new EntityTagHeaderValue($"\"{hash}\""), enableRangeProcessing: true);
    }

    // Google asks for its suggestions to be shown unaltered: they are another's markup, so they stand in a frame that can do nothing but open links.
    private static async Task<IResult> SuggestionsAsync(Guid turnId, HttpContext context, GeminiService studio, CancellationToken cancellationToken)
    {
        if (await studio.SuggestionsAsync(turnId, cancellationToken) is not { } html)
        {
            return Results.NotFound();
        }

        context.Response.Headers[SecurityHeaders.OwnPolicy] = "1";
        context.Response.Headers.ContentSecurityPolicy = "sandbox allow-popups allow-popups-to-escape-sandbox; " + Sandboxed;
        return Results.Text($"<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Search suggestions</title><base target=\"_blank\"></head><body>{html}</body></html>", "text/html", Encoding.UTF8);
    }

    // A custom header cannot be sent by another site's form, and its script would need our leave first.
    private static bool IsOurs(HttpContext context) => context.Request.Headers.ContainsKey("X-CSRF");

    private static IResult Refused(string why, int status) => Results.Problem(why, statusCode: status);

    private static ILogger Log(HttpContext context) => context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("GeminiStudio.Web.Files");

    [LoggerMessage(Level = LogLevel.Error, Message = "A file that was sent could not be kept")]
    private static partial void LogNotKept(ILogger logger, Exception exception);
}
