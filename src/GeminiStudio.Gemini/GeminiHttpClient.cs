using System.Net;
using System.Net.Http.Headers;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace GeminiStudio.Gemini;

/// <summary>
/// Sends calls to Google, or to what stands in for it. The only type that puts a key on the wire: as a header, to the one
/// host it was made for, never along a redirect.
/// </summary>
public sealed class GeminiHttpClient : IGeminiClient, IDisposable
{
    private const int MostErrorBytes = 64 * 1024;
    private const int MostHeaderKilobytes = 64;
    private static readonly TimeSpan MostWait = TimeSpan.FromDays(31);

    private static readonly string Product = "gemini-studio/"
        + (typeof(GeminiHttpClient).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0");

    private readonly GeminiOptions _options;
    private readonly GeminiAddress _address;
    private readonly TimeProvider _time;
    private readonly GeminiProxy? _proxy;
    private readonly HttpClient _http;

    /// <param name="options">Limits, version and proxy.</param>
    /// <param name="baseAddress">The server, with or without a path and a final slash.</param>
    /// <param name="time">The clock of every time limit.</param>
    public GeminiHttpClient(GeminiOptions options, Uri baseAddress, TimeProvider time)
        : this(options, baseAddress, time, Environment.GetEnvironmentVariable)
    {
    }

    /// <param name="environment">Reads an environment variable by name, for the proxy.</param>
    internal GeminiHttpClient(GeminiOptions options, Uri baseAddress, TimeProvider time, Func<string, string?> environment)
    {
        _options = options;
        _address = new GeminiAddress(baseAddress, options.ApiVersion);
        _time = time;
        _proxy = GeminiProxy.For(baseAddress, options.Proxy, environment);
#pragma warning disable RS0030 // one of the two outbound clients
        _http = new HttpClient(MakeHandler(options, _proxy), disposeHandler: true) { Timeout = Timeout.InfiniteTimeSpan };
#pragma warning restore RS0030
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<GeminiChunk> StreamAsync(GeminiCall call, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var request = MakeRequest(call);
        using var deadlines = new CallDeadlines(_options, call, _time, cancellationToken);
        using var answer = await OpenAsync(request, call, deadlines);
        while (await answer.NextAsync() is { } chunk)
        {
            yield return chunk;
        }
    }

    /// <summary>Where files go.</summary>
    internal GeminiAddress Address => _address;

    /// <summary>Sends a request of the Files API; the answer is a success, or the exception says why not.</summary>
    internal async Task<HttpResponseMessage> SendFileAsync(HttpRequestMessage request, Secret? key, CancellationToken cancellationToken)
    {
        AddKey(request, key);
        using var total = new CancellationTokenSource(_options.TotalTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(total.Token, cancellationToken);
        try
        {
            var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            if (response.IsSuccessStatusCode)
            {
                return response;
            }

            using (response)
            {
                var body = new byte[MostErrorBytes];
                await using var stream = await response.Content.ReadAsStreamAsync(either.Token);
                var length = await stream.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, either.Token);
                throw GeminiFailure.FromBody((int)response.StatusCode, body.AsSpan(0, length), key, answerStarted: false);
            }
        }
        catch (HttpRequestException e)
        {
            throw GeminiFailure.FromTransport(e, _address.Host, _proxy?.Host);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new GeminiException(GeminiErrorKind.TimedOut, $"{_address.Host} did not take the file in time.", e);
        }
    }

    public void Dispose() => _http.Dispose();

#pragma warning disable RS0030 // one of the two outbound clients
    private static SocketsHttpHandler MakeHandler(GeminiOptions options, GeminiProxy? proxy) => new()
#pragma warning restore RS0030
    {
        AllowAutoRedirect = false, // HttpClient would send x-goog-api-key on to the other host
        UseCookies = false,
        UseProxy = proxy is not null,
        Proxy = proxy,
        ConnectTimeout = options.ConnectTimeout,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        MaxResponseHeadersLength = MostHeaderKilobytes,
        MaxResponseDrainSize = 0, // an answer that is given up is closed, not read to its end
        EnableMultipleHttp2Connections = true,
        AutomaticDecompression = DecompressionMethods.None, // a few KB could become GBs
        ActivityHeadersPropagator = null, // Google has no use for our trace ids
    };

    private HttpRequestMessage MakeRequest(GeminiCall call)
    {
        var isGet = call.Method is GeminiMethod.ListModels or GeminiMethod.GetModel;
        var request = new HttpRequestMessage(isGet ? HttpMethod.Get : HttpMethod.Post, _address.For(call))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        if (!isGet)
        {
            request.Content = new ReadOnlyMemoryContent(call.Body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        AddKey(request, call.Key);
        return request;
    }

    private static void AddKey(HttpRequestMessage request, Secret? secret)
    {
        request.Headers.TryAddWithoutValidation("x-goog-api-client", Product);
        if (secret?.Reveal() is { } key)
        {
            // A line break would end the header, and the exception about it would quote the key.
            if (key.Length == 0 || key.AsSpan().ContainsAnyExceptInRange('!', '~'))
            {
                throw new GeminiException(GeminiErrorKind.KeyRejected, "The key holds characters that no key has; it was not sent.");
            }

            request.Headers.TryAddWithoutValidation("x-goog-api-key", key);
        }
    }

    private async Task<GeminiAnswer> OpenAsync(HttpRequestMessage request, GeminiCall call, CallDeadlines deadlines)
    {
        HttpResponseMessage? response = null;
        try
        {
            response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, deadlines.Token);
            deadlines.HeadersArrived();
            if (!response.IsSuccessStatusCode)
            {
                throw await ReadFailureAsync(response, call, deadlines);
            }

            if (response.Content.Headers.ContentType?.MediaType is "text/html")
            {
                throw new GeminiException(GeminiErrorKind.Protocol, $"What answered for {_address.Host} sent a web page instead of the API's answer.") { HttpStatus = (int)response.StatusCode };
            }

            var body = await response.Content.ReadAsStreamAsync(deadlines.Token);
            return new GeminiAnswer(response, body, call, _options, deadlines);
        }
        catch (Exception e)
        {
            response?.Dispose();
            if (e is HttpRequestException or OperationCanceledException or IOException && deadlines.Explain(e, answerStarted: false) is { } known)
            {
                throw known;
            }

            throw e switch
            {
                HttpRequestException transport => GeminiFailure.FromTransport(transport, _address.Host, _proxy?.Host),
                OperationCanceledException => new GeminiException(GeminiErrorKind.Unreachable, $"No connection to {_proxy?.Host ?? _address.Host} stood within {_options.ConnectTimeout.TotalSeconds:0.#} s.", e),
                _ => e,
            };
        }
    }

    private async Task<GeminiException> ReadFailureAsync(HttpResponseMessage response, GeminiCall call, CallDeadlines deadlines)
    {
        var buffer = new byte[MostErrorBytes];
        var length = 0;
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(deadlines.Token);
            int read;
            do
            {
                deadlines.ReadStarts();
                read = await body.ReadAsync(buffer.AsMemory(length), deadlines.Token);
                deadlines.ReadEnded();
                length += read;
            }
            while (read > 0 && length < buffer.Length);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException && deadlines.Explain(e, answerStarted: false) is not OperationCanceledException)
        {
            deadlines.ReadEnded(); // the status, and what came of the body, say enough
        }

        // A moment means nothing without the clock that named it, and that one may be years away from ours.
        var wait = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - (response.Headers.Date ?? _time.GetUtcNow()),
            _ => (TimeSpan?)null,
        };
        wait = wait is { } asked ? TimeSpan.FromTicks(Math.Clamp(asked.Ticks, 0, MostWait.Ticks)) : null;
        return GeminiFailure.FromBody((int)response.StatusCode, buffer.AsSpan(0, length), call.Key, answerStarted: false, wait);
    }
}
