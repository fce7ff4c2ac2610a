using GeminiStudio.Web.Functions;
using GeminiStudio.Web.Shell;
using Microsoft.AspNetCore.Http.Connections;
using MudBlazor;
using MudBlazor.Services;

namespace GeminiStudio.Web;

/// <summary>Everything that the screen needs in the container and on the router.</summary>
internal static class WebServices
{
    public static IServiceCollection AddStudioScreen(this IServiceCollection services)
    {
        services.AddMudServices(options => options.SnackbarConfiguration.PositionClass = Defaults.Classes.Position.BottomCenter);
        services.AddScoped<PaletteOffers>();
        services.AddSingleton<EditorTexts>();
        services.AddRazorComponents()
            .AddInteractiveServerComponents(circuit =>
            {
                circuit.DetailedErrors = false;
                circuit.DisconnectedCircuitRetentionPeriod = TimeSpan.FromMinutes(2);
                circuit.JSInteropDefaultCallTimeout = TimeSpan.FromSeconds(20);
            })
            .AddHubOptions(hub =>
            {
                hub.MaximumReceiveMessageSize = 32 * 1024; // longer texts go by HTTP, so nothing needs more
                hub.HandshakeTimeout = TimeSpan.FromSeconds(10);
            });
        return services;
    }

    public static void MapStudioScreen(this WebApplication app)
    {
        app.MapStaticAssets();
        app.MapRazorComponents<App>()
            .AddInteractiveServerRenderMode(server =>
            {
                // Untrusted text is rendered beside private data: compression would leak one through the other's length.
                server.DisableWebSocketCompression = true;
                server.ContentSecurityFrameAncestorsPolicy = "'none'";
            })
            .Add(endpoint =>
            {
                foreach (var hub in endpoint.Metadata.OfType<HttpConnectionDispatcherOptions>())
                {
                    hub.Transports = HttpTransportType.WebSockets;
                }
            });
    }
}
