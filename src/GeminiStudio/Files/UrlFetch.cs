using System.Net;
using System.Net.Http.Headers;
using GeminiStudio.Data;

namespace GeminiStudio.Files;

/// <summary>Brings a file from an address that a person typed. The guarded client goes there: no private network, no redirect.</summary>
public sealed class UrlFetch(GuardedHttpClient guarded, FileStore files, StudioOptions options)
{
    /// <summary>Largest file that is fetched; what is larger can be downloaded and attached.</summary>
    public const long MaxBytes = 100 * 1024 * 1024;

    /// <summary>Longest address that is asked.</summary>
    public const int MaxLength = 2048;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>The address that a person typed; null when it is none of a file, or none that may be asked.</summary>
    public static Uri? Read(string text) =>
        text.Length <= MaxLength && !text.Any(c => char.IsControl(c) || c == ' ') && GuardedScope.HostOf(text) is not null ? new Uri(text) : null;

    /// <summary>Keeps what the address gives.</summary>
    /// <exception cref="GuardedException">It cannot be had; the message can be shown.</exception>
    /// <exception cref="FileRefusedException">Its kind is not taken.</exception>
    public Task<StoredFile> FetchAsync(Guid ownerId, Uri address, CancellationToken cancellationToken)
    {
        // Other ports are other services, most of which take a line of HTTP for a command.
        var isWeb = address.IsDefaultPort || GuardedAddress.IsListed([.. options.AllowedPrivateHosts], address.Host, address.Port, IPAddress.TryParse(address.DnsSafeHost, out var literal) ? literal : IPAddress.None);
        if (!isWeb)
        {
            throw new GuardedException($"Port {address.Port} is not asked for files, only 80 and 443. An admin can list {address.Authority} in Studio:AllowedPrivateHosts.");
        }

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
