using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;

namespace GeminiStudio.Web.Shell;

/// <summary>A link of the rail; the playground's stays on while one of its sessions is open.</summary>
public sealed class PlaceLink : NavLink
{
    [Inject] private NavigationManager Place { get; set; } = default!;

    protected override bool ShouldMatch(string uriAbsolute) =>
        base.ShouldMatch(uriAbsolute)
        || (Match == NavLinkMatch.All && Place.ToBaseRelativePath(uriAbsolute).StartsWith("sessions/", StringComparison.Ordinal));
}
