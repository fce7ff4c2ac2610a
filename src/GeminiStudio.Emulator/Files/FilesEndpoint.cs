using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using GeminiStudio.Emulator.Wire;

namespace GeminiStudio.Emulator.Files;

/// <summary>Lists, tells of and deletes files; takes new ones through <see cref="UploadEndpoint"/>.</summary>
internal sealed class FilesEndpoint(FileStore store)
{
    private const int DefaultPage = 10;
    private const int LargestPage = 100;

    private readonly UploadEndpoint _uploads = new(store);

    public Task AnswerAsync(HttpContext context, FilesRoute route, CancellationToken cancellationToken) => route.Verb switch
    {
        "upload" => _uploads.AnswerAsync(context, route, cancellationToken),
        "create" => _uploads.CreateAsync(context, cancellationToken),
        "list" => ListAsync(context, cancellationToken),
        "get" => store.Find(route.Name!) is { } file
            ? GoogleAnswer.WriteJsonAsync(context.Response, file.ToJson(BaseOf(context.Request), store.Now), cancellationToken)
            : RefuseAsync(context, GoogleErrors.NoSuchFile(route.Name!), cancellationToken),
        _ => store.Delete(route.Name!)
            ? GoogleAnswer.WriteJsonAsync(context.Response, new JsonObject(), cancellationToken)
            : RefuseAsync(context, GoogleErrors.NoSuchFile(route.Name!), cancellationToken),
    };

    public static string BaseOf(HttpRequest request) => $"{request.Scheme}://{request.Host}";

    private Task ListAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var query = context.Request.Query;
        var size = int.TryParse(query["pageSize"].FirstOrDefault() ?? query["page_size"].FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var asked) && asked > 0
            ? Math.Min(asked, LargestPage) : DefaultPage;
        var start = Start(query["pageToken"].FirstOrDefault() ?? query["page_token"].FirstOrDefault());
        var all = store.List();
        var answer = new JsonObject(); // an empty list is an empty object
        var page = all.Skip(start).Take(size).Select(f => f.ToJson(BaseOf(context.Request), store.Now)).ToList();
        if (page.Count > 0)
        {
            answer["files"] = new JsonArray([.. page]);
        }
        if (start + size < all.Count)
        {
            answer["nextPageToken"] = Convert.ToBase64String(Encoding.UTF8.GetBytes($"files@{start + size}"));
        }
        return GoogleAnswer.WriteJsonAsync(context.Response, answer, cancellationToken);
    }

    private static int Start(string? token)
    {
        var bytes = new byte[token?.Length ?? 0];
        return token is not null && Convert.TryFromBase64String(token, bytes, out var length)
            && int.TryParse(Encoding.UTF8.GetString(bytes, 0, length).Replace("files@", "", StringComparison.Ordinal), NumberStyles.None, CultureInfo.InvariantCulture, out var start) ? start : 0;
    }

    private static Task RefuseAsync(HttpContext context, GoogleError error, CancellationToken cancellationToken) =>
        GoogleAnswer.WriteErrorAsync(context.Response, error, inArray: false, cancellationToken);
}
