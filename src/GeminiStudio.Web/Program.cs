using GeminiStudio.Web;
using GeminiStudio.Web.Shell;

// Published, wwwroot lies beside the program; find it from any working directory.
var published = Directory.Exists(Path.Combine(AppContext.BaseDirectory, "wwwroot"));
var builder = WebApplication.CreateBuilder(new WebApplicationOptions
{
    Args = args,
    ContentRootPath = published ? AppContext.BaseDirectory : null,
});
builder.WebHost.UseStaticWebAssets(); // Serve unpublished assets in every environment; no-op once published.
builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
builder.Services.AddStudioScreen();

var app = builder.Build();
app.UseMiddleware<SecurityHeaders>();
app.UseAntiforgery();
app.MapStudioScreen();
await app.RunAsync();
