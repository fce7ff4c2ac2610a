using System.Text.Json.Nodes;
using GeminiStudio.Functions;

namespace GeminiStudio.Runs;

/// <summary>The calls of a model turn as a screen shows them.</summary>
public sealed record CallsView
{
    public required Guid TurnId { get; init; }

    public required Guid SessionId { get; init; }

    /// <summary>In their order.</summary>
    public required IReadOnlyList<CallView> Calls { get; init; }

    /// <summary>Whether the answers have gone to the model.</summary>
    public bool AreAnswered { get; init; }

    /// <summary>Whether the server is answering some now.</summary>
    public bool IsWorking { get; init; }

    /// <summary>Whether each round waits for the person, because they said so on the page.</summary>
    public bool IsPaused { get; init; }

    /// <summary>Whether each round waits because the functions say so.</summary>
    public bool Steps { get; init; }

    /// <summary>From 1.</summary>
    public int Round { get; init; }

    public int MostRounds { get; init; }

    /// <summary>Why the loop did not go on by itself; null when it has no reason of its own.</summary>
    public string? Stopped { get; init; }
}

/// <summary>One call.</summary>
public sealed record CallView
{
    public required int Index { get; init; }

    public required string Name { get; init; }

    /// <summary>The arguments for a person to read.</summary>
    public required string Args { get; init; }

    /// <summary>Where the arguments do not fit what was declared.</summary>
    public IReadOnlyList<Misfit> Misfits { get; init; } = [];

    public bool IsDeclared { get; init; }

    /// <summary>Who answers it.</summary>
    public AnswerKind By { get; init; }

    /// <summary>Whether the person must let it go out.</summary>
    public bool NeedsApproval { get; init; }

    /// <summary>Where it goes, in words; null when nothing leaves the server.</summary>
    public string? Target { get; init; }

    /// <summary>The answer that is kept, for a person to read; null when there is none.</summary>
    public string? Answer { get; init; }

    /// <summary>What went wrong; null when nothing did.</summary>
    public string? Note { get; init; }

    internal static CallView Of(FunctionCall call, FunctionDraft? declaration, FunctionAnswer answer, JsonNode? given, string? note) => new()
    {
        Index = call.Index,
        Name = call.Name,
        Args = Declarations.Pretty(call.Args),
        Misfits = declaration is null ? [] : SchemaCheck.Find(declaration.Parameters.ToJson(), call.Args),
        IsDeclared = declaration is not null,
        By = answer.Kind,
        NeedsApproval = given is null && note is null && answer.Kind is AnswerKind.Http or AnswerKind.Mcp && !CallAnswerer.IsAutomatic(answer),
        Target = answer switch
        {
            { Kind: AnswerKind.Http, Http: { } http } => $"{http.Method} {http.Url}",
            { Kind: AnswerKind.Mcp, Mcp: { } mcp } => $"MCP {mcp.Command ?? mcp.Host}",
            _ => null,
        },
        Answer = given is null ? null : Declarations.Pretty(given),
        Note = note,
    };
}
