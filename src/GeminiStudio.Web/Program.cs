using GeminiStudio.Web;
using GeminiStudio.Web.CommandLine;

if (StudioCommands.Asks(args))
{
    return await StudioCommands.RunAsync(args);
}

// Published, wwwroot lies beside the program; find it from any working directory.
var published = Directory.Exists(Path.Combine(AppContext.BaseDirectory, "wwwroot"));
var builder = WebApplication.CreateBuilder(new WebApplicationOptions
{
    Args = args,
    ContentRootPath = published ? AppContext.BaseDirectory : null,
});
builder.WebHost.UseStaticWebAssets(); // Serve unpublished assets in every environment; no-op once published.
try
{
    builder.AddStudioServer();
    builder.Services.AddStudioScreen();

    var app = builder.Build();
    app.UseStudioServer();
    app.MapStudioScreen();
    await app.ServeAsync();
    return 0;
}
catch (Exception e) when (StudioHost.IsForTheOperator(e))
{
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}

/// <summary>The entry point, public so that tests can host it.</summary>
public partial class Program;
