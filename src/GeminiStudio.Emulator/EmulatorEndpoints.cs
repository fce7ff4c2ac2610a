using System.Text;
using System.Text.Json.Nodes;
using GeminiStudio.Emulator.Files;
using GeminiStudio.Emulator.Generation;
using GeminiStudio.Emulator.Inspection;
using GeminiStudio.Emulator.Models;
using GeminiStudio.Emulator.Received;
using GeminiStudio.Emulator.Requests;
using GeminiStudio.Emulator.Wire;

namespace GeminiStudio.Emulator;

/// <summary>The doors: finds out what is asked, remembers it, checks key and model, and hands it on.</summary>
internal sealed class EmulatorEndpoints(
    EmulatorServerOptions options, ReceivedRequests received, ModelCatalogue catalogue, FileStore files, CancellationToken stopping)
{
    private readonly KeyGate _keys = new(options.AcceptedKeys);
    private readonly FilesEndpoint _files = new(files);
    private readonly GenerateEndpoint _generate = new(options, files);

    public void Map(WebApplication app)
    {
        if (options.InspectionRoutes)
        {
            InspectionRoutes.Map(app, received);
        }
        app.Run(AnswerAsync);
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        var cancellationToken = ended.Token;
        var route = GoogleRoute.Read(context.Request.Method, context.Request.Path);
        ReceivedRequest? exchange = null;
        var clientLeft = false;
        try
        {
            if (FilesRoute.Read(context.Request.Method, context.Request.Path) is { } filesRoute)
            {
                exchange = received.Add(context.Request, filesRoute.Verb, ""); // a file is read as it comes and not remembered
                await AnswerAsync(context, filesRoute, cancellationToken);
                return;
            }
            var body = await ReadBodyAsync(context.Request, cancellationToken);
            exchange = received.Add(context.Request, route?.Verb, body ?? "");
            var answer = (route, body) switch
            {
                (null, _) => GoogleAnswer.WriteNotFoundAsync(context, cancellationToken),
                (_, null) => RefuseAsync(context, route, GoogleErrors.TooLarge(options.MaxRequestBytes), cancellationToken),
                ({ } known, { } text) => AnswerAsync(context, known, text, cancellationToken),
            };
            await answer;
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            clientLeft = context.RequestAborted.IsCancellationRequested;
            context.Abort(); // whoever asked is gone, or we are
        }
        finally
        {
            exchange?.End(context.Response.HasStarted ? context.Response.StatusCode : null, clientLeft);
        }
    }

    private Task AnswerAsync(HttpContext context, FilesRoute route, CancellationToken cancellationToken)
    {
        // The address of an upload under way is its own credential.
        var isContinued = context.Request.Query.ContainsKey("upload_id");
        return !isContinued && _keys.Refuse(context.Request) is { } refusal
            ? GoogleAnswer.WriteErrorAsync(context.Response, refusal, inArray: false, cancellationToken)
            : _files.AnswerAsync(context, route, cancellationToken);
    }

    private Task AnswerAsync(HttpContext context, GoogleRoute route, string body, CancellationToken cancellationToken)
    {
        if (_keys.Refuse(context.Request) is { } refusal)
        {
            return RefuseAsync(context, route, refusal, cancellationToken);
        }
        if (route.ModelId is null)
        {
            var (page, error) = ModelPages.Read(catalogue, context.Request.Query);
            return ReplyAsync(context, route, page, error, cancellationToken);
        }
        if (catalogue.Find(route.ModelId) is not { } model || (route.Verb != GoogleRoute.Get && !model.Supports(route.Verb)))
        {
            return RefuseAsync(context, route, GoogleErrors.ModelNotFound(route.ModelId, route.Version, route.Verb), cancellationToken);
        }
        switch (route.Verb)
        {
            case GoogleRoute.Get:
                return ReplyAsync(context, route, model.ToJson(), null, cancellationToken);
            case "generateContent" or "streamGenerateContent":
                return _generate.AnswerAsync(context, route, model, body, cancellationToken);
            case "countTokens":
                var (count, countError) = CountTokensEndpoint.Answer(body);
                return ReplyAsync(context, route, count, countError, cancellationToken);
            case "embedContent" or "batchEmbedContents":
                var (vectors, embedError) = EmbedEndpoint.Answer(body, model, batch: route.Verb == "batchEmbedContents");
                return ReplyAsync(context, route, vectors, embedError, cancellationToken);
            default:
                return RefuseAsync(context, route, GoogleErrors.NotEmulated(route.Verb), cancellationToken);
        }
    }

    private static Task ReplyAsync(
        HttpContext context, GoogleRoute route, JsonObject? answer, GoogleError? error, CancellationToken cancellationToken) =>
        answer is not null && error is null
            ? GoogleAnswer.WriteJsonAsync(context.Response, answer, cancellationToken)
            : RefuseAsync(context, route, error ?? GoogleErrors.InvalidArgument("Request contains an invalid argument."), cancellationToken);

    private static Task RefuseAsync(HttpContext context, GoogleRoute route, GoogleError error, CancellationToken cancellationToken) =>
        GoogleAnswer.WriteErrorAsync(context.Response, error, route.IsJsonStream(context.Request), cancellationToken);

    /// <summary>The body as text whatever its content type says; null when it is larger than allowed.</summary>
    private async Task<string?> ReadBodyAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > options.MaxRequestBytes)
        {
            return null;
        }
        using var body = new MemoryStream();
        var buffer = new byte[64 << 10];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (body.Length + read > options.MaxRequestBytes)
            {
                return null;
            }
            body.Write(buffer, 0, read);
        }
        return Encoding.UTF8.GetString(body.GetBuffer(), 0, (int)body.Length);
    }
}
