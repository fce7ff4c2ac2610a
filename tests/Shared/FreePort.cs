using System.Net;
using System.Net.Sockets;

namespace GeminiStudio.TestRig;

/// <summary>A loopback port for programs that cannot choose one themselves; prefer port 0 where a program tells its choice.</summary>
internal static class FreePort
{
    /// <summary>A port that was free a moment ago. Somebody else may take it: callers retry with another.</summary>
    public static int Find()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
