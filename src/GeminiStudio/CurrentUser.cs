using GeminiStudio.Access;

namespace GeminiStudio;

/// <summary>Who asks in this circuit or request; set once, at the door.</summary>
public sealed class CurrentUser
{
    private Actor? _actor;

    /// <exception cref="InvalidOperationException">Nobody is signed in here; a door forgot to say who asks.</exception>
    public Actor Actor
    {
        get => _actor ?? throw new InvalidOperationException("Nobody is signed in here.");
        set => _actor = value;
    }

    public bool IsKnown => _actor is not null;
}
