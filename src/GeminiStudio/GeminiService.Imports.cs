using GeminiStudio.Access;
using GeminiStudio.Functions;

namespace GeminiStudio;

/// <content>What functions are made of, fetched from where it is published; and rounds that wait for a person.</content>
public sealed partial class GeminiService
{
    private static readonly TimeSpan DocumentPatience = TimeSpan.FromSeconds(20);

    /// <summary>A text from an address that a person typed, through the client that carries no key and keeps out of private networks.</summary>
    /// <param name="url">http or https.</param>
    /// <param name="allowsLoopback">This computer itself may be asked; only in solo mode.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The text, or why there is none.</returns>
    public async Task<(string? Text, string? Problem)> FetchDocumentAsync(string? url, bool allowsLoopback, CancellationToken cancellationToken)
    {
        AccessRules.Demand(user.Actor, Verb.Write, ResourceKind.FunctionSet, Me);
        if (GuardedScope.HostOf(url?.Trim()) is not { } host)
        {
            return (null, "Give an http or https address.");
        }

        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, url!.Trim());
            var answer = await functions.Guarded.SendAsync(request, new GuardedScope(host, allowsLoopback), DocumentPatience, cancellationToken);
            return answer.Status is >= 200 and < 300 ? (answer.Text, null) : (null, $"{host} answered {answer.Status}, so nothing was read.");
        }
        catch (GuardedException e)
        {
            return (null, e.Message);
        }
    }

    /// <summary>Whether the session of this running answer waits for a person after each round.</summary>
    public bool WaitsAfterRound(Guid turnId) => Watch(turnId) is { } run && functions.Loop.IsPaused(run.SessionId);

    /// <summary>Lets the session of an answer that is under way wait when this round is done, or go on by itself again. Nothing is broken off.</summary>
    public void WaitAfterRound(Guid turnId, bool waits)
    {
        if (Watch(turnId) is { } run)
        {
            functions.Loop.Pause(run.SessionId, waits);
        }
    }
}
