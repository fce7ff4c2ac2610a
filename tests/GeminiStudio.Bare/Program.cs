using GeminiStudio.Bare;
using MudBlazor.Services;

var builder = WebApplication.CreateBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.Services.AddMudServices();
builder.Services.AddRazorComponents().AddInteractiveServerComponents();
builder.Services.AddSingleton(new HttpClient { BaseAddress = new Uri(builder.Configuration["Upstream"] ?? "http://127.0.0.1:1") });
builder.Services.AddSingleton<Upstream>();

var app = builder.Build();
app.UseAntiforgery();
app.MapStaticAssets();
app.MapPost("/pass/{**path}", Upstream.PassAsync);
app.MapRazorComponents<App>().AddInteractiveServerRenderMode(server => server.DisableWebSocketCompression = true); // as the studio does
await app.RunAsync();
