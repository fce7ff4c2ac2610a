#pragma warning disable RS0030 // One of the two outbound clients: it may make a handler, look a name up and open a socket.
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace GeminiStudio;

/// <summary>Reaches addresses that people typed. It carries no Google key, follows no redirect, and looks at each address as it connects.</summary>
/// <remarks>A name is resolved once, here, and the connection goes to the address that was checked: no second answer of a name server can lead elsewhere.</remarks>
public sealed class GuardedHttpClient(StudioOptions options, TimeProvider time)
{
    /// <summary>Largest answer, in bytes.</summary>
    public const int MaxBytes = 1024 * 1024;

    private static readonly TimeSpan ConnectTime = TimeSpan.FromSeconds(10);

    /// <summary>Asks the name server; once for each connection.</summary>
    internal Func<string, CancellationToken, Task<IPAddress[]>> Resolve { get; init; } = (host, cancellationToken) => Dns.GetHostAddressesAsync(host, cancellationToken);

    /// <summary>Whether this computer itself may be allowed: only in solo mode.</summary>
    public bool CanAllowLoopback => options.PublicBaseUrl is null;

    /// <summary>Sends one request and reads its answer as text, whatever its status.</summary>
    /// <exception cref="GuardedException">It was refused, took too long or failed; the message can be shown.</exception>
    public Task<GuardedAnswer> SendAsync(HttpRequestMessage request, GuardedScope scope, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        return SendAsync(
            request, scope, timeout, MaxBytes,
            async (answer, body, token) =>
            {
                using var buffer = new MemoryStream();
                await body.CopyToAsync(buffer, token);
                return new GuardedAnswer((int)answer.StatusCode, Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length), (int)time.GetElapsedTime(started).TotalMilliseconds);
            },
            cancellationToken);
    }

    /// <summary>Sends one request and hands on its answer as it comes, whatever its status.</summary>
    /// <param name="maxBytes">Where the body is cut off with an exception.</param>
    /// <exception cref="GuardedException">It was refused, took too long or failed; the message can be shown.</exception>
    public async Task<T> SendAsync<T>(
        HttpRequestMessage request, GuardedScope scope, TimeSpan timeout, long maxBytes, Func<HttpResponseMessage, Stream, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(timeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        using var client = Open(scope, maxBytes);
        try
        {
            using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, both.Token);
            if ((int)answer.StatusCode is >= 300 and < 400)
            {
                throw new GuardedException($"The endpoint answered with a redirect ({(int)answer.StatusCode}), which is not followed.");
            }

            using var body = await answer.Content.ReadAsStreamAsync(both.Token);
            return await read(answer, body, both.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new GuardedException($"No answer within {timeout.TotalSeconds:0.#} s.");
        }
        catch (HttpRequestException e)
        {
            throw e.InnerException as GuardedException ?? new GuardedException(e.HttpRequestError switch
            {
                HttpRequestError.NameResolutionError => "The name of the host is not known.",
                HttpRequestError.SecureConnectionError => "No secure connection came about: the certificate is not trusted.",
                _ => "The host cannot be reached.",
            });
        }
        catch (IOException e)
        {
            throw e as GuardedException ?? e.InnerException as GuardedException ?? new GuardedException("The connection broke off.");
        }
    }

    /// <summary>A client for these hosts alone; the caller disposes it.</summary>
    public HttpClient Open(GuardedScope scope, long maxBytes = MaxBytes)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false, // a proxy would make the connection, past our look at the address
            AutomaticDecompression = DecompressionMethods.All,
            ConnectTimeout = ConnectTime,
            MaxResponseDrainSize = 0,
            ConnectCallback = (context, cancellationToken) => ConnectAsync(context.DnsEndPoint, scope, cancellationToken),
        };
        return new HttpClient(new GuardedHandler(scope, handler, maxBytes)) { Timeout = Timeout.InfiniteTimeSpan };
    }

    private async ValueTask<Stream> ConnectAsync(DnsEndPoint target, GuardedScope scope, CancellationToken cancellationToken)
    {
        var addresses = IPAddress.TryParse(target.Host, out var literal) ? [literal] : await Resolve(target.Host, cancellationToken);
        if (addresses.Length == 0 || !addresses.All(a => IsAllowed(a, target, scope)))
        {
            throw new GuardedException($"{target.Host} lies in a private network. An admin can list it in Studio:AllowedPrivateHosts.");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, target.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private bool IsAllowed(IPAddress address, DnsEndPoint target, GuardedScope scope) =>
        GuardedAddress.IsPublic(address)
        || (scope.AllowsLoopback && CanAllowLoopback && GuardedAddress.IsLoopback(address))
        || GuardedAddress.IsListed([.. options.AllowedPrivateHosts], target.Host, target.Port, address);
}

/// <summary>Where a request may go.</summary>
/// <param name="Host">Host, and port when it is not the scheme's own, as it was allowed when the function was saved.</param>
/// <param name="AllowsLoopback">Whether this computer itself is meant; counts in solo mode alone.</param>
public sealed record GuardedScope(string Host, bool AllowsLoopback = false)
{
    private const int MaxLength = 2048;

    /// <summary>The host of an address that people may use: http or https, without a password in it.</summary>
    /// <returns>Null for any other address.</returns>
    public static string? HostOf(string? url) =>
        url?.Length <= MaxLength && !url.Any(char.IsControl) && Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.UserInfo.Length == 0 && uri.Host.Length > 0 && !uri.Authority.Contains('{', StringComparison.Ordinal)
            ? uri.Authority : null;
}

/// <param name="Status">HTTP status.</param>
/// <param name="Text">The body.</param>
/// <param name="ElapsedMs">How long it took.</param>
public sealed record GuardedAnswer(int Status, string Text, int ElapsedMs);

/// <summary>The guarded client did not do it; the message is for the person.</summary>
public sealed class GuardedException(string message) : IOException(message);
