using System.Collections.Concurrent;
using GeminiStudio.Data;
using GeminiStudio.Gemini;

namespace GeminiStudio.Keys;

/// <summary>The keys that can be used now, in memory; the first that works is chosen for an attempt.</summary>
public sealed class KeyRing(InstanceKey instance, KeyStore store, Vault vault)
{
    private readonly ConcurrentDictionary<Secret, string> _rejected = new();
    private volatile IReadOnlyList<RingKey> _keys = instance.Key is { } key ? [new RingKey(null, instance.Source!, key)] : [];

    /// <summary>Raised after the keys or what Google said of them changed.</summary>
    public event Action? Changed;

    /// <summary>Every key that can be read, the environment's first.</summary>
    public IReadOnlyList<RingKey> Keys => _keys;

    /// <summary>The key that the next attempt uses; null when there is none at all.</summary>
    /// <remarks>A rejected key is named only when no other is left; see <see cref="RejectionOf"/> before it is used.</remarks>
    public RingKey? Current => _keys.FirstOrDefault(k => !_rejected.ContainsKey(k.Secret)) ?? _keys.FirstOrDefault();

    /// <summary>Google's words when it refused this key; null while it works.</summary>
    public string? RejectionOf(RingKey key) => _rejected.GetValueOrDefault(key.Secret);

    /// <summary>Reads the stored keys again; call it at start and after each change.</summary>
    public async Task ReloadAsync(CancellationToken cancellationToken)
    {
        var keys = new List<RingKey>();
        if (instance.Key is { } environmentKey)
        {
            keys.Add(new RingKey(null, instance.Source!, environmentKey));
        }

        foreach (var stored in await store.ListAsync(cancellationToken))
        {
            if (vault.TryUnprotect(stored.Cipher, out var secret))
            {
                keys.Add(new RingKey(stored.Id, stored.Name, secret!));
                Remember(secret!, stored);
            }
        }

        _keys = keys;
        Changed?.Invoke();
    }

    /// <summary>Notes that Google refused the key: from now on it is not sent, until a test on the Keys page goes well.</summary>
    /// <param name="actorId">Whose call it was.</param>
    public async Task NoteRejectedAsync(Guid actorId, Secret secret, string message, CancellationToken cancellationToken)
    {
        // Many calls may be under way with it: the first refusal is the news.
        if (_keys.FirstOrDefault(k => k.Secret.Equals(secret)) is not { } key || !_rejected.TryAdd(secret, message))
        {
            return;
        }

        await store.NoteRefusedAsync(key.Id, actorId, secret.Fingerprint, message, cancellationToken);
        Changed?.Invoke();
    }

    /// <summary>Notes that Google took the key.</summary>
    public async Task NoteWorksAsync(RingKey key, CancellationToken cancellationToken)
    {
        _rejected.TryRemove(key.Secret, out _);
        if (key.Id is { } id)
        {
            await store.NoteWorksAsync(id, cancellationToken);
        }

        Changed?.Invoke();
    }

    private void Remember(Secret secret, ApiKey stored)
    {
        if (stored.Works == false)
        {
            _rejected[secret] = stored.CheckMessage ?? "Google refused it.";
        }
    }
}

/// <summary>A key that can be used.</summary>
/// <param name="Id">Null for the environment's key.</param>
/// <param name="Name">What people call it, or the variable's name.</param>
/// <param name="Secret">The key itself; never shown.</param>
public sealed record RingKey(Guid? Id, string Name, Secret Secret);
