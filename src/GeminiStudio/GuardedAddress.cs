using System.Net;
using System.Net.Sockets;

namespace GeminiStudio;

/// <summary>Which addresses the guarded client may connect to: the public internet, and what the server's owner has listed.</summary>
internal static class GuardedAddress
{
    // IANA's special-purpose registries: nothing of it is a host of the public internet.
    private static readonly IPNetwork[] NotPublic =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16",
            "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "::/128", "::1/128", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
        }.Select(text => IPNetwork.Parse(text)),
    ];

    private static readonly IPNetwork[] WithIPv4AtTheEnd = [IPNetwork.Parse("64:ff9b::/96"), IPNetwork.Parse("::/96"), IPNetwork.Parse("::ffff:0:0:0/96")];

    private static readonly IPNetwork SixToFour = IPNetwork.Parse("2002::/16");

    public static bool IsPublic(IPAddress address) => All(address).All(a => !NotPublic.Any(n => n.BaseAddress.AddressFamily == a.AddressFamily && n.Contains(a)));

    public static bool IsLoopback(IPAddress address) => All(address).All(IPAddress.IsLoopback);

    /// <summary>Whether the owner's list names this host or address: <c>name</c>, <c>name:port</c>, an address, or a network such as <c>10.1.0.0/16</c>.</summary>
    public static bool IsListed(IReadOnlyList<string> list, string host, int port, IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return list.Select(e => e.Trim()).Any(e =>
            e.Equals(host, StringComparison.OrdinalIgnoreCase)
            || e.Equals($"{host}:{port}", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(e, out var one) && one.Equals(plain))
            || (IPNetwork.TryParse(e, out var network) && network.BaseAddress.AddressFamily == plain.AddressFamily && network.Contains(plain)));
    }

    // An IPv6 address can carry an IPv4 one inside, which a router may unpack.
    private static IEnumerable<IPAddress> All(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return [address];
        }

        if (address.IsIPv4MappedToIPv6)
        {
            return [address.MapToIPv4()];
        }

        var bytes = address.GetAddressBytes();
        return WithIPv4AtTheEnd.Any(n => n.Contains(address)) && !address.Equals(IPAddress.IPv6Loopback) && !address.Equals(IPAddress.IPv6Any) ? [address, new IPAddress(bytes.AsSpan(12))]
            : SixToFour.Contains(address) ? [address, new IPAddress(bytes.AsSpan(2, 4))]
            : [address];
    }
}
