namespace GeminiStudio.Web.Kit;

/// <summary>How a turn ended, in words that a person can act on.</summary>
/// <param name="Title">What happened.</param>
/// <param name="Reason">Why, and whether anything was lost or charged.</param>
/// <param name="Tone">How grave it is.</param>
/// <param name="Actions">What can be done, the best first.</param>
/// <param name="Steps">What to do outside of the page, in order; empty when the actions are enough.</param>
public sealed record Outcome(
    string Title, string Reason, OutcomeTone Tone, IReadOnlyList<OutcomeAction> Actions, IReadOnlyList<string> Steps)
{
    public Outcome(string title, string reason, OutcomeTone tone, params IReadOnlyList<OutcomeAction> actions)
        : this(title, reason, tone, actions, [])
    {
    }
}

/// <summary>How grave an outcome is.</summary>
public enum OutcomeTone
{
    /// <summary>One line under the text.</summary>
    Note,
    Warning,
    Error,
}

/// <summary>What a person can do about an outcome.</summary>
public enum OutcomeAction
{
    Retry,
    Continue,
    RaiseLimit,
    OpenKeys,
    PickModel,
    ChangeSafety,
    ShowRaw,
}
