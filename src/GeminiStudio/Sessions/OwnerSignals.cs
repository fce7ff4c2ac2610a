using System.Collections.Concurrent;

namespace GeminiStudio.Sessions;

/// <summary>Tells a person's open pages that something of theirs changed: a signal without content, the page reads again.</summary>
public sealed class OwnerSignals
{
    private readonly ConcurrentDictionary<Guid, Subscription> _subscriptions = new();

    /// <summary>Calls back on each change until disposed; the callback returns fast and does not throw.</summary>
    /// <param name="ownerId">Whose things.</param>
    /// <param name="changed">Gets the session that changed.</param>
    public IDisposable Subscribe(Guid ownerId, Action<Guid> changed)
    {
        var subscription = new Subscription(this, Guid.NewGuid(), ownerId, changed);
        _subscriptions[subscription.Id] = subscription;
        return subscription;
    }

    public void Raise(Guid ownerId, Guid sessionId)
    {
        foreach (var subscription in _subscriptions.Values.Where(s => s.OwnerId == ownerId))
        {
            subscription.Changed(sessionId);
        }
    }

    private sealed record Subscription(OwnerSignals Signals, Guid Id, Guid OwnerId, Action<Guid> Changed) : IDisposable
    {
        public void Dispose() => Signals._subscriptions.TryRemove(Id, out _);
    }
}
