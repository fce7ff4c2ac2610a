using System.Net;
using GeminiStudio.TestRig;
using Xunit;

namespace GeminiStudio.Web.Tests.Docker;

/// <summary>Replays the Dockerfile's lines without Docker: publish from its build context, start as its entry point, ask its health check.</summary>
public sealed class DockerfileTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void The_image_runs_the_studio_as_a_user_without_rights()
    {
        var steps = DockerfileSteps.Read();

        Assert.Equal(["dotnet", "GeminiStudio.Web.dll"], steps.EntryPoint);
        Assert.Equal("$APP_UID", steps.User);
        Assert.Equal("0", steps.Environment["DOTNET_EnableDiagnostics"]);
        Assert.Equal("0", steps.Environment["DOTNET_DbgEnableMiniDump"]);
        Assert.Equal("/data", steps.Environment["Studio__DataDirectory"]);
    }

    [Fact]
    public async Task The_published_program_lives_without_rights_to_its_own_folder()
    {
        var user = OtherUser.Find("nobody");
        await using var data = new TemporaryDirectory();
        await OtherUser.GiveAsync(user, data.Path, Cancellation);
        var environment = ImageEnvironment(data.Path);

        await using var program = await PublishedProgram.StartAsync(environment, workingDirectory: null, user, Cancellation);
        using var client = new HttpClient { BaseAddress = program.Address };
        using var page = await client.GetAsync("/", Cancellation);
        using var styles = await client.GetAsync("/app.css", Cancellation);

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.NotEmpty(await styles.Content.ReadAsByteArrayAsync(Cancellation));
        Assert.Equal(0, await program.StopAsync(Cancellation));
    }

    [Fact]
    public async Task The_health_check_sees_the_program_live_and_die()
    {
        await using var data = new TemporaryDirectory();
        await using var program = await PublishedProgram.StartAsync(ImageEnvironment(data.Path), workingDirectory: null, user: null, Cancellation);
        var check = DockerfileSteps.Read().HealthCheck
            .Select(part => part.Replace("8080", $"{program.Address.Port}", StringComparison.Ordinal)).ToList();

        await Command.RunAsync(check[0], check.Skip(1), Cancellation);
        await program.KillAsync(Cancellation);

        await Assert.ThrowsAsync<InvalidOperationException>(() => Command.RunAsync(check[0], check.Skip(1), Cancellation));
    }

    private static Dictionary<string, string> ImageEnvironment(string data)
    {
        var environment = DockerfileSteps.Read().Environment.ToDictionary(StringComparer.Ordinal);
        environment.Remove("ASPNETCORE_URLS"); // Its port may be taken on this machine.
        environment["Studio__DataDirectory"] = data;
        return environment;
    }
}
