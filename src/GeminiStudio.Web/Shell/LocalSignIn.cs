using GeminiStudio.People;
using Microsoft.AspNetCore.Components.Server.Circuits;

namespace GeminiStudio.Web.Shell;

/// <summary>Says who asks in solo mode: the local owner, for each request and each circuit.</summary>
internal sealed class LocalSignIn(CurrentUser user) : CircuitHandler
{
    public override Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        user.Actor = LocalOwner.Actor;
        return Task.CompletedTask;
    }

    /// <summary>The same for plain HTTP.</summary>
    internal static Task SetAsync(HttpContext context, RequestDelegate next)
    {
        context.RequestServices.GetRequiredService<CurrentUser>().Actor = LocalOwner.Actor;
        return next(context);
    }
}
