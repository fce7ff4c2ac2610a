using GeminiStudio.Access;
using GeminiStudio.Data;
using GeminiStudio.Gemini;
using GeminiStudio.Keys;
using GeminiStudio.Usage;

namespace GeminiStudio;

/// <content>Keys, models and usage.</content>
public sealed partial class GeminiService
{
    /// <summary>How the server reaches Google now: the key that is used next, or that the emulator answers.</summary>
    public UpstreamStatus KeyStatus => keys.Status;

    /// <summary>Raised when keys or what Google said of them changed.</summary>
    public event Action? KeysChanged
    {
        add => keys.Changed += value;
        remove => keys.Changed -= value;
    }

    /// <summary>The catalogue, recommended models first.</summary>
    public IReadOnlyList<ModelInfo> Models => models.All;

    /// <summary>When Google's own list was last read; null when never.</summary>
    public DateTimeOffset? ModelsListedAt => models.ListedAt;

    /// <summary>What is known of a model; an unknown id gets safe assumptions.</summary>
    public ModelInfo FindModel(string id) => models.Find(id);

    /// <summary>Today in the portal's time zone.</summary>
    public DateOnly Today => days.Today;

    /// <summary>A UTC moment in the portal's time zone.</summary>
    public DateTime Local(DateTime utc) => days.Local(utc);

    /// <summary>Reads Google's list again; false when it cannot be reached, then the last one stands.</summary>
    public Task<bool> RefreshModelsAsync(CancellationToken cancellationToken) => models.RefreshAsync(keys.Status.IsDemo ? null : keys.CurrentSecret, cancellationToken);

    /// <summary>Every key that the server knows, without its value.</summary>
    public Task<IReadOnlyList<KeyView>> ListKeysAsync(CancellationToken cancellationToken)
    {
        AccessRules.Demand(user.Actor, Verb.Read, ResourceKind.ApiKey, ownerId: null);
        return keys.ListAsync(cancellationToken);
    }

    /// <summary>Asks Google about the key, then keeps it whatever the answer was, unless its form is impossible.</summary>
    public Task<KeyCheck> AddKeyAsync(string name, Secret secret, CancellationToken cancellationToken)
    {
        AccessRules.Demand(user.Actor, Verb.Manage, ResourceKind.ApiKey, ownerId: null);
        return keys.AddAsync(Me, name, secret, cancellationToken);
    }

    /// <summary>Asks Google about a key by listing one model with it, which costs nothing.</summary>
    public Task<KeyCheck> TestKeyAsync(Guid? keyId, CancellationToken cancellationToken)
    {
        AccessRules.Demand(user.Actor, Verb.Manage, ResourceKind.ApiKey, ownerId: null);
        return keys.TestAsync(Me, keyId, cancellationToken);
    }

    public Task<bool> RemoveKeyAsync(Guid keyId, CancellationToken cancellationToken)
    {
        AccessRules.Demand(user.Actor, Verb.Manage, ResourceKind.ApiKey, ownerId: null);
        return keys.RemoveAsync(Me, keyId, cancellationToken);
    }

    /// <summary>This person's use by day and model, oldest day first.</summary>
    public Task<IReadOnlyList<UsageRow>> UsageByDayAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        AccessRules.Demand(user.Actor, Verb.Read, ResourceKind.Usage, Me);
        return usage.ByDayAsync(Me, from, to, cancellationToken);
    }
}
