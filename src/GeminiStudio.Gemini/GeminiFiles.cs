using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace GeminiStudio.Gemini;

/// <summary>Google's Files API: uploads in pieces that can be taken up again, and the state of what was uploaded.</summary>
/// <remarks>Reference §1.6. A file belongs to the project of the key that brought it.</remarks>
public sealed class GeminiFiles(Func<Secret?, GeminiHttpClient> doors, TimeProvider time)
{
    /// <summary>Google's granularity: every piece but the last has a multiple of it.</summary>
    public const int PieceBytes = 8 * 1024 * 1024;

    private const int MostTries = 4;
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Sends a file, or the rest of it. The same upload again goes on where it broke off.</summary>
    /// <exception cref="GeminiException">Google refused it, or could not be reached after several tries.</exception>
    public async Task<GoogleFile> UploadAsync(GoogleUpload upload, Secret? key, CancellationToken cancellationToken)
    {
        var http = doors(key);
        var isResumed = upload.Address is not null;
        upload.Address ??= await BeginAsync(http, upload, key, cancellationToken);
        for (var failed = 0; ;)
        {
            try
            {
                if (isResumed && await AskAsync(http, upload, key, cancellationToken) is { } finished)
                {
                    return finished;
                }

                isResumed = false;
                if (await SendPieceAsync(http, upload, key, cancellationToken) is { } file)
                {
                    return file;
                }

                failed = 0;
            }
            catch (GeminiException e) when (e.IsTransient && ++failed < MostTries)
            {
                isResumed = true; // Google says how much it has
                await Task.Delay(TimeSpan.FromSeconds(1 << failed), time, cancellationToken);
            }
        }
    }

    /// <summary>The file as Google has it now.</summary>
    /// <exception cref="GeminiException">It is gone, belongs to another project, or Google could not be asked.</exception>
    public async Task<GoogleFile> FindAsync(string name, Secret? key, CancellationToken cancellationToken)
    {
        var http = doors(key);
        using var request = new HttpRequestMessage(HttpMethod.Get, http.Address.File(name));
        using var response = await http.SendFileAsync(request, key, cancellationToken);
        return await ReadAsync(response, cancellationToken);
    }

    /// <summary>Waits while Google reads the file: films, long sound and large documents take seconds.</summary>
    /// <exception cref="GeminiException">Google could not read the file.</exception>
    public async Task<GoogleFile> WhenReadyAsync(GoogleFile file, Secret? key, CancellationToken cancellationToken)
    {
        for (var seconds = 1; file.IsProcessing; seconds = Math.Min(10, seconds * 2))
        {
            await Task.Delay(TimeSpan.FromSeconds(seconds), time, cancellationToken);
            file = await FindAsync(file.Name, key, cancellationToken);
        }

        return file.IsActive ? file : throw new GeminiException(GeminiErrorKind.InvalidRequest, $"Google could not read this file{(file.Problem is null ? "." : $": {file.Problem}")}");
    }

    private static async Task<Uri> BeginAsync(GeminiHttpClient http, GoogleUpload upload, Secret? key, CancellationToken cancellationToken)
    {
        var size = upload.Bytes.ToString(CultureInfo.InvariantCulture);
        var file = new Dictionary<string, string> { ["mimeType"] = upload.MimeType, ["sizeBytes"] = size };
        if (upload.DisplayName is { } name)
        {
            file["displayName"] = name;
        }

        using var request = Command(http.Address.Upload, "start");
        request.Headers.Add("X-Goog-Upload-Protocol", "resumable");
        request.Headers.Add("X-Goog-Upload-Header-Content-Length", size);
        request.Headers.Add("X-Goog-Upload-Header-Content-Type", upload.MimeType);
        request.Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object> { ["file"] = file }, Json));
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var response = await http.SendFileAsync(request, key, cancellationToken);
        return Header(response, "X-Goog-Upload-URL") is { } told && Uri.TryCreate(http.Address.Upload, told, out var address) && address.Scheme is "http" or "https"
            ? http.Address.Here(new Uri(http.Address.Upload, told))
            : throw new GeminiException(GeminiErrorKind.Protocol, $"{http.Address.Host} did not say where the file goes.");
    }

    // Null while more is to be sent.
    private static async Task<GoogleFile?> SendPieceAsync(GeminiHttpClient http, GoogleUpload upload, Secret? key, CancellationToken cancellationToken)
    {
        var left = upload.Bytes - upload.Sent;
        var length = Math.Min(PieceBytes, left);
        using var request = Command(upload.Address!, left <= PieceBytes ? "upload, finalize" : "upload");
        request.Headers.Add("X-Goog-Upload-Offset", upload.Sent.ToString(CultureInfo.InvariantCulture));
        request.Content = new FilePiece(upload, upload.Sent, length);
        using var response = await http.SendFileAsync(request, key, cancellationToken);
        var file = await StatusAsync(http, response, cancellationToken);
        upload.Sent += length;
        upload.Progress?.Invoke(upload.Sent);
        return file;
    }

    private static async Task<GoogleFile?> AskAsync(GeminiHttpClient http, GoogleUpload upload, Secret? key, CancellationToken cancellationToken)
    {
        using var request = Command(upload.Address!, "query");
        using var response = await http.SendFileAsync(request, key, cancellationToken);
        upload.Sent = long.TryParse(Header(response, "X-Goog-Upload-Size-Received"), NumberStyles.None, CultureInfo.InvariantCulture, out var received)
            ? Math.Clamp(received, 0, upload.Bytes)
            : 0;
        return await StatusAsync(http, response, cancellationToken);
    }

    private static async Task<GoogleFile?> StatusAsync(GeminiHttpClient http, HttpResponseMessage response, CancellationToken cancellationToken) =>
        Header(response, "X-Goog-Upload-Status") switch
        {
            "active" => null,
            "final" => await ReadAsync(response, cancellationToken),
            "cancelled" => throw new GeminiException(GeminiErrorKind.InvalidRequest, "Google gave this upload up. Attach the file again."),
            _ => throw new GeminiException(GeminiErrorKind.Unreachable, $"{http.Address.Host} did not say whether the piece arrived."),
        };

    private static async Task<GoogleFile> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.Content.Headers.ContentLength is > 1024 * 1024)
        {
            throw new GeminiException(GeminiErrorKind.Protocol, "The answer about a file is too large to be one.");
        }

        return GoogleFile.Read(await response.Content.ReadAsByteArrayAsync(cancellationToken))
            ?? throw new GeminiException(GeminiErrorKind.Protocol, "The answer about a file is not one that can be read.");
    }

    private static HttpRequestMessage Command(Uri address, string command)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, address);
        request.Headers.Add("X-Goog-Upload-Command", command);
        return request;
    }

    private static string? Header(HttpResponseMessage response, string name) => response.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;
}
