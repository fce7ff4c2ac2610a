using System.Net.Http.Headers;
using GeminiStudio.Data;

namespace GeminiStudio.Files;

/// <summary>Brings a file from an address that a person typed. The guarded client goes there: no private network, no redirect.</summary>
public sealed class UrlFetch(GuardedHttpClient guarded, FileStore files)
{
    /// <summary>Largest file that is fetched; what is larger can be downloaded and attached.</summary>
    public const long MaxBytes = 100 * 1024 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Keeps what the address gives.</summary>
    /// <exception cref="GuardedException">It cannot be had; the message can be shown.</exception>
    /// <exception cref="FileRefusedException">Its kind is not taken.</exception>
    public Task<StoredFile> FetchAsync(Guid ownerId, Uri address, CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        return guarded.SendAsync(
            request, new GuardedScope(address.Authority), Patience, MaxBytes,
            async (answer, body, token) => answer.IsSuccessStatusCode
                ? await files.KeepAsync(ownerId, NameOf(address, answer.Content.Headers), body, answer.Content.Headers.ContentLength, token)
                : throw new GuardedException($"{address.Host} answered {(int)answer.StatusCode}. Nothing was attached."),
            cancellationToken);
    }

    // The kind is found from the bytes; the name's ending helps with text. A page without one is HTML.
    private static string NameOf(Uri address, HttpContentHeaders headers)
    {
        var name = Uri.UnescapeDataString(address.Segments[^1].Trim('/'));
        name = name.Length == 0 ? address.Host : name;
        return headers.ContentType?.MediaType == "text/html" && !name.EndsWith(".html", StringComparison.OrdinalIgnoreCase) ? name + ".html" : name;
    }
}
