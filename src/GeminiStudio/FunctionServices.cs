using GeminiStudio.Functions;
using GeminiStudio.Runs;
using Microsoft.Extensions.DependencyInjection;

namespace GeminiStudio;

/// <summary>What functions need in the container.</summary>
internal static class FunctionServices
{
    public static IServiceCollection AddFunctions(this IServiceCollection services) => services
        .AddSingleton<GuardedHttpClient>().AddSingleton<FunctionSecretStore>().AddSingleton<FunctionSetStore>()
        .AddSingleton<HttpFunctions>().AddSingleton<McpTools>().AddSingleton<CallAnswerer>()
        .AddSingleton<CallStore>().AddSingleton<FunctionLoop>().AddSingleton<FunctionDesk>()
        .AddHostedService(s => s.GetRequiredService<FunctionLoop>());
}

/// <summary>The parts of the core that serve functions, in one hand.</summary>
public sealed record FunctionDesk(FunctionSetStore Sets, FunctionSecretStore Secrets, McpTools Mcp, CallStore Calls, FunctionLoop Loop, GuardedHttpClient Guarded, CallAnswerer Answerer);
