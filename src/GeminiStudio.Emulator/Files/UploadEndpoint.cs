using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using GeminiStudio.Emulator.Wire;

namespace GeminiStudio.Emulator.Files;

/// <summary>The resumable protocol: start, upload in pieces, query, finalize, cancel.</summary>
internal sealed partial class UploadEndpoint(FileStore store)
{
    private const int Granularity = 8 << 20;
    private const long LargestFile = 2L << 30;
    private const int LargestMetadata = 1 << 20;

    public Task AnswerAsync(HttpContext context, FilesRoute route, CancellationToken cancellationToken)
    {
        var commands = context.Request.Headers["X-Goog-Upload-Command"].ToString().ToUpperInvariant().Split(',', StringSplitOptions.TrimEntries);
        if (commands.Contains("START"))
        {
            return StartAsync(context, route, cancellationToken);
        }
        if (context.Request.Query["upload_id"].FirstOrDefault() is not { } id || store.FindUpload(id) is not { } upload)
        {
            return RefuseAsync(context, GoogleErrors.ForStatus(404)!, cancellationToken);
        }
        if (commands.Contains("CANCEL"))
        {
            store.Cancel(upload);
            return Status(context, "cancelled", upload);
        }
        return commands.Contains("QUERY") ? Status(context, "active", upload) : TakeAsync(context, upload, commands, cancellationToken);
    }

    /// <summary>A file without bytes, from its metadata alone.</summary>
    public async Task CreateAsync(HttpContext context, CancellationToken cancellationToken)
    {
        if (await BeginAsync(context, cancellationToken) is { } upload)
        {
            await WriteFileAsync(context, store.Finish(upload), cancellationToken);
        }
    }

    private async Task StartAsync(HttpContext context, FilesRoute route, CancellationToken cancellationToken)
    {
        if (await BeginAsync(context, cancellationToken) is not { } upload)
        {
            return;
        }
        var address = $"{FilesEndpoint.BaseOf(context.Request)}/upload/{route.Version}/files?upload_id={upload.Id}&upload_protocol=resumable";
        context.Response.Headers["X-Goog-Upload-URL"] = address;
        context.Response.Headers["X-Goog-Upload-Control-URL"] = address;
        context.Response.Headers["X-Goog-Upload-Chunk-Granularity"] = Granularity.ToString(CultureInfo.InvariantCulture);
        context.Response.Headers["X-Goog-Upload-Status"] = "active";
    }

    private async Task<Upload?> BeginAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var headers = context.Request.Headers;
        var (file, error) = await MetadataAsync(context.Request, cancellationToken);
        var size = Whole(headers["X-Goog-Upload-Header-Content-Length"].ToString());
        var name = Text(file, "name");
        error ??= size > LargestFile ? GoogleErrors.InvalidArgument("File size is too large. The maximum allowed size is 2147483648 bytes.") : null;
        error ??= name is not null && !FileName().IsMatch(name) ? GoogleErrors.InvalidArgument("* CreateFileRequest.file.name: file name must be in the format files/{id}, lower-case letters, digits and dashes\n") : null;
        error ??= name is not null && store.IsTaken(name) ? new GoogleError(409, "ALREADY_EXISTS", $"Requested entity already exists: {name}") : null;
        if (error is not null)
        {
            await RefuseAsync(context, error, cancellationToken);
            return null;
        }
        var mime = Text(file, "mimeType") ?? Text(file, "mime_type") ?? headers["X-Goog-Upload-Header-Content-Type"].ToString();
        var shown = Text(file, "displayName") ?? Text(file, "display_name") ?? headers["X-Goog-Upload-File-Name"].ToString();
        return store.Begin(name, shown, mime.Length == 0 ? "application/octet-stream" : mime, size);
    }

    private async Task TakeAsync(HttpContext context, Upload upload, string[] commands, CancellationToken cancellationToken)
    {
        if (!commands.Contains("UPLOAD") && !commands.Contains("FINALIZE"))
        {
            await RefuseAsync(context, GoogleErrors.InvalidArgument("X-Goog-Upload-Command is missing or unknown."), cancellationToken);
            return;
        }
        if (commands.Contains("UPLOAD"))
        {
            var offset = Whole(context.Request.Headers["X-Goog-Upload-Offset"].ToString()) ?? 0;
            if (offset != upload.Received)
            {
                context.Response.Headers["X-Goog-Upload-Size-Received"] = upload.Received.ToString(CultureInfo.InvariantCulture);
                await RefuseAsync(context, GoogleErrors.InvalidArgument($"Upload offset {offset} does not match the {upload.Received} bytes received."), cancellationToken);
                return;
            }
            await upload.ReadAsync(context.Request.Body, cancellationToken);
        }
        if (!commands.Contains("FINALIZE"))
        {
            await Status(context, "active", upload);
            return;
        }
        if (upload.Expected is { } expected && expected != upload.Received)
        {
            await RefuseAsync(context, GoogleErrors.InvalidArgument($"Upload has {upload.Received} bytes, {expected} were announced."), cancellationToken);
            return;
        }
        context.Response.Headers["X-Goog-Upload-Status"] = "final";
        await WriteFileAsync(context, store.Finish(upload), cancellationToken);
    }

    private Task WriteFileAsync(HttpContext context, StoredFile file, CancellationToken cancellationToken) => GoogleAnswer.WriteJsonAsync(
        context.Response, new JsonObject { ["file"] = file.ToJson(FilesEndpoint.BaseOf(context.Request), store.Now) }, cancellationToken);

    private static Task Status(HttpContext context, string status, Upload upload)
    {
        context.Response.Headers["X-Goog-Upload-Status"] = status;
        context.Response.Headers["X-Goog-Upload-Size-Received"] = upload.Received.ToString(CultureInfo.InvariantCulture);
        context.Response.Headers["X-Goog-Upload-Chunk-Granularity"] = Granularity.ToString(CultureInfo.InvariantCulture);
        return Task.CompletedTask;
    }

    private static async Task<(JsonObject? File, GoogleError? Error)> MetadataAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > LargestMetadata)
        {
            return (null, GoogleErrors.TooLarge(LargestMetadata));
        }
        using var reader = new StreamReader(request.Body);
        var body = await reader.ReadToEndAsync(cancellationToken);
        try
        {
            return body.Length == 0 ? (null, null) : (JsonNode.Parse(body)?["file"] as JsonObject, null);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return (null, GoogleErrors.InvalidArgument("Invalid JSON payload received. Unexpected token."));
        }
    }

    private static string? Text(JsonObject? file, string name) => file?[name]?.ToString() is { Length: > 0 } text ? text : null;

    private static long? Whole(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static Task RefuseAsync(HttpContext context, GoogleError error, CancellationToken cancellationToken) =>
        GoogleAnswer.WriteErrorAsync(context.Response, error, inArray: false, cancellationToken);

    [GeneratedRegex(@"^files/[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$")]
    private static partial Regex FileName();
}
