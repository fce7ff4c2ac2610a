using GeminiStudio.Gemini;

namespace GeminiStudio.Keys;

/// <summary>What the Keys page does: list, add after a check, check again, remove.</summary>
public sealed class KeyAdministration(KeyStore store, KeyRing ring, Vault vault, IGeminiClient client, Upstream upstream)
{
    private const int MaxNameLength = 60;

    /// <summary>Raised when keys or what Google said of them changed.</summary>
    public event Action? Changed
    {
        add => ring.Changed += value;
        remove => ring.Changed -= value;
    }

    public UpstreamStatus Status => ring.Current is { } key
        ? new UpstreamStatus(IsDemo: false, key.Name, key.Secret.Fingerprint, ring.RejectionOf(key), upstream.Address.Host)
        : new UpstreamStatus(!upstream.IsConfigured, null, null, null, upstream.IsConfigured ? upstream.Address.Host : null);

    internal Secret? CurrentSecret => ring.Current?.Secret;

    public async Task<IReadOnlyList<KeyView>> ListAsync(CancellationToken cancellationToken)
    {
        var stored = await store.ListAsync(cancellationToken);
        var fromEnvironment = ring.Keys.Where(k => k.Id is null).Select(k => new KeyView
        {
            Name = k.Name,
            Fingerprint = k.Secret.Fingerprint,
            Works = ring.RejectionOf(k) is null ? null : false,
            Message = ring.RejectionOf(k),
        });
        return
        [
            .. fromEnvironment,
            .. stored.Select(k => new KeyView
            {
                Id = k.Id,
                Name = k.Name,
                Fingerprint = k.Fingerprint,
                Works = k.Works,
                Message = k.CheckMessage,
                IsReadable = vault.TryUnprotect(k.Cipher, out _),
                CheckedAt = k.CheckedAt,
                CreatedAt = k.CreatedAt,
            }),
        ];
    }

    public async Task<KeyCheck> AddAsync(Guid actorId, string name, Secret secret, CancellationToken cancellationToken)
    {
        if (!vault.CanStore)
        {
            return new KeyCheck(null, "With PostgreSQL, keys are stored only when Studio__VaultCertificate is set. Give the key in GEMINI_API_KEY instead.", WasStored: false);
        }

        if (FormProblem(secret.Reveal()) is { } problem)
        {
            return new KeyCheck(false, problem, WasStored: false);
        }

        var check = await AskGoogleAsync(secret, cancellationToken);
        if (check.Works == false)
        {
            return check;
        }

        var title = TypedText.IsBlank(name) ? "My key" : TypedText.OneLine(name, MaxNameLength);
        var key = await store.AddAsync(actorId, title, secret, cancellationToken);
        if (check.Works == true)
        {
            await store.NoteCheckAsync(key.Id, works: true, message: null, cancellationToken);
        }

        await ring.ReloadAsync(cancellationToken);
        return check with { WasStored = true };
    }

    public async Task<KeyCheck> TestAsync(Guid? keyId, CancellationToken cancellationToken)
    {
        if (ring.Keys.FirstOrDefault(k => k.Id == keyId) is not { } key)
        {
            return new KeyCheck(null, "This key cannot be read any more. Remove it and add it again.", WasStored: false);
        }

        var check = await AskGoogleAsync(key.Secret, cancellationToken);
        if (check.Works == true)
        {
            await ring.NoteWorksAsync(key, cancellationToken);
        }
        else if (check.Works == false)
        {
            await ring.NoteRejectedAsync(key.Secret, check.Message, cancellationToken);
        }

        return check with { WasStored = true };
    }

    public async Task<bool> RemoveAsync(Guid actorId, Guid keyId, CancellationToken cancellationToken)
    {
        var removed = await store.RemoveAsync(actorId, keyId, cancellationToken);
        await ring.ReloadAsync(cancellationToken);
        return removed;
    }

    private static string? FormProblem(string key) => key switch
    {
        { Length: < 20 } => "A Gemini API key is longer than that. Copy it whole from Google AI Studio.",
        ['{', ..] => "That is a service account's file. Make an API key in Google AI Studio.",
        { Length: > 512 } => "That is too long for a Gemini API key.",
        _ when key.StartsWith("ya29.", StringComparison.Ordinal) => "That is an OAuth token, which lasts an hour. Make an API key in Google AI Studio.",
        _ when key.Any(c => c is <= ' ' or > '~') => "A Gemini API key has no blanks and no letters outside ASCII.",
        _ => null,
    };

    private async Task<KeyCheck> AskGoogleAsync(Secret secret, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var _ in client.StreamAsync(new GeminiCall { Method = GeminiMethod.ListModels, Query = "pageSize=1", Key = secret }, cancellationToken))
            {
                // One page is the proof.
            }

            return new KeyCheck(true, "Google accepted the key.", WasStored: false);
        }
        catch (GeminiException e) when (e.Kind is GeminiErrorKind.KeyRejected or GeminiErrorKind.KeyMissing or GeminiErrorKind.PermissionDenied)
        {
            return new KeyCheck(false, e.Message, WasStored: false);
        }
        catch (GeminiException e)
        {
            return new KeyCheck(null, e.Message, WasStored: false);
        }
    }
}
