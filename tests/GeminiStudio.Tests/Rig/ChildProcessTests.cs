using System.Diagnostics;
using GeminiStudio.TestRig;
using Xunit;

namespace GeminiStudio.Tests.Rig;

public sealed class ChildProcessTests
{
    [Fact]
    public async Task A_child_ends_when_its_test_lets_go_of_it()
    {
        var child = ChildProcess.Start(new ProcessStartInfo("sleep", ["600"]));
        var id = child.Id;

        Assert.Equal("sleep", await NameOnceStartedAsync(id));
        await child.DisposeAsync();

        Assert.False(Directory.Exists($"/proc/{id}"));
    }

    [Fact]
    public async Task A_lock_is_held_by_one_at_a_time()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var name = "rig-test";
        var inside = 0;

        await Parallel.ForAsync(0, 8, cancellationToken, async (_, token) =>
        {
            using var held = await MachineLock.TakeAsync(name, token);
            Assert.Equal(1, Interlocked.Increment(ref inside));
            await Task.Yield();
            Interlocked.Decrement(ref inside);
        });
    }

    /// <summary>The shell that holds the leash becomes the program itself, under the same id.</summary>
    private static async Task<string> NameOnceStartedAsync(int id)
    {
        string name;
        do
        {
            await Task.Yield();
            name = (await File.ReadAllTextAsync($"/proc/{id}/comm")).Trim();
        }
        while (name is "sh" or "dotnet" or "setpriv" || name.StartsWith('.'));

        return name;
    }
}
