using System.Net;

namespace GeminiStudio.Web.Shell;

/// <summary>Where the server may listen: without sign-in on this machine alone.</summary>
internal static class ListenAddresses
{
    /// <exception cref="InvalidOperationException">An address lies beyond loopback, or team mode is asked for.</exception>
    public static void RequireLoopback(IConfiguration configuration)
    {
        if (configuration["Studio:PublicBaseUrl"] is { Length: > 0 })
        {
            throw new InvalidOperationException(
                "Studio__PublicBaseUrl asks for team mode, which this version does not have yet. Remove it to run for one person on this machine.");
        }

        foreach (var address in Asked(configuration).Where(a => !IsLoopback(a)))
        {
            throw new InvalidOperationException(
                $"{address} can be reached from other machines, and nobody has to sign in here. Listen on http://127.0.0.1:PORT (ASPNETCORE_URLS), or wait for team mode.");
        }
    }

    private static IEnumerable<string> Asked(IConfiguration configuration)
    {
        if (configuration["urls"] is { Length: > 0 } urls)
        {
            return urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        }

        // Bare port settings bind every address of the machine; container images set one.
        var ports = new[] { "http_ports", "https_ports" }.Select(name => configuration[name]).Where(p => !string.IsNullOrEmpty(p)).Select(p => $"port {p} of every address");
        return ports.Concat(configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(e => e["Url"] ?? ""));
    }

    private static bool IsLoopback(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri)
        && (uri.Host is "localhost" || (IPAddress.TryParse(uri.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip)));
}
