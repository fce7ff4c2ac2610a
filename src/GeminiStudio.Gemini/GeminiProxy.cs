using System.Net;

namespace GeminiStudio.Gemini;

/// <summary>
/// The proxy on the way to Google's host and to no other. Our own reading of the environment, because the platform's sends
/// loopback hosts past the proxy and would apply to every client of the process.
/// </summary>
internal sealed class GeminiProxy : IWebProxy
{
    private readonly Uri _proxy;
    private readonly string _target;

    private GeminiProxy(Uri proxy, Uri target)
    {
        _target = target.Authority;
        if (proxy.UserInfo.Length > 0)
        {
            var parts = proxy.UserInfo.Split(':', 2);
            Credentials = new NetworkCredential(Uri.UnescapeDataString(parts[0]), parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : "");
        }

        // .NET's socks5 lets the proxy resolve the name, which curl spells socks5h.
        var scheme = proxy.Scheme == "socks5h" ? "socks5" : proxy.Scheme;
        var fallbackPort = scheme.StartsWith("socks", StringComparison.Ordinal) ? 1080 : 80;
        _proxy = new UriBuilder(scheme, proxy.Host, proxy.Port > 0 ? proxy.Port : fallbackPort).Uri;
    }

    public ICredentials? Credentials { get; set; }

    /// <summary>Host and port, without user and password.</summary>
    public string Host => _proxy.Authority;

    /// <summary>The proxy for a target; null when it is reached directly.</summary>
    /// <param name="configured">Set by the operator: counts whatever the environment says.</param>
    /// <param name="environment">Reads a variable; HTTPS_PROXY or HTTP_PROXY by the target's scheme, then ALL_PROXY, unless NO_PROXY names the target. Lower case first, as curl does.</param>
    public static GeminiProxy? For(Uri target, Uri? configured, Func<string, string?> environment)
    {
        if (configured is not null)
        {
            return new GeminiProxy(Checked("Gemini:Proxy", configured.OriginalString), target);
        }

        foreach (var name in new[] { target.Scheme == Uri.UriSchemeHttps ? "HTTPS_PROXY" : "HTTP_PROXY", "ALL_PROXY" })
        {
            if (Value(name) is { } text)
            {
                return IsExempt(target, Value("NO_PROXY")) ? null : new GeminiProxy(Checked(name, text), target);
            }
        }

        return null;

        string? Value(string name) => new[] { environment(name.ToLowerInvariant()), environment(name) }
            .FirstOrDefault(v => !string.IsNullOrWhiteSpace(v))?.Trim();
    }

    public Uri? GetProxy(Uri destination) => IsBypassed(destination) ? null : _proxy;

    public bool IsBypassed(Uri host) => !string.Equals(host.Authority, _target, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether NO_PROXY names the target: <c>*</c>, <c>host</c> (and what is below it), <c>.suffix</c>, each with or without <c>:port</c>.</summary>
    private static bool IsExempt(Uri target, string? list) =>
        list is not null && list.Split([',', ' ', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Any(entry => Names(entry, target));

    private static bool Names(string entry, Uri target)
    {
        if (entry == "*")
        {
            return true;
        }

        var colon = entry.LastIndexOf(':');
        var hasPort = colon > 0 && (entry.IndexOf(':') == colon || entry[colon - 1] == ']');
        if (hasPort && entry[(colon + 1)..] != target.Port.ToString())
        {
            return false;
        }

        var name = (hasPort ? entry[..colon] : entry).TrimStart('*').Trim('[', ']').TrimEnd('.');
        var host = target.Host.Trim('[', ']').TrimEnd('.');
        return name.Length > 0
            && (string.Equals(host, name, StringComparison.OrdinalIgnoreCase)
                || host.EndsWith(name[0] == '.' ? name : "." + name, StringComparison.OrdinalIgnoreCase));
    }

    private static Uri Checked(string name, string text) =>
        Uri.TryCreate(text.Contains("://", StringComparison.Ordinal) ? text : "http://" + text, UriKind.Absolute, out var uri)
            && uri.Scheme is "http" or "https" or "socks4" or "socks4a" or "socks5" or "socks5h" && uri.Host.Length > 0
            ? uri
            : throw new InvalidOperationException($"{name} is not the address of a proxy: write http://host:port or socks5://host:port.");
}
