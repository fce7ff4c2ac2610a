namespace GeminiStudio.Sessions;

/// <summary>A turn as a request carries it.</summary>
/// <param name="Role"><c>user</c> or <c>model</c>.</param>
/// <param name="Parts">JSON array.</param>
/// <param name="ApiModel">The wire id that answered; null for user turns.</param>
public sealed record HistoryTurn(string Role, string Parts, string? ApiModel);
