using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace GeminiStudio.Functions;

/// <summary>Who answers a function's calls.</summary>
public enum AnswerKind
{
    /// <summary>The person, each time.</summary>
    Ask,

    /// <summary>The same JSON each time.</summary>
    Mock,

    /// <summary>JSON chosen by the arguments.</summary>
    Rules,

    /// <summary>An HTTP endpoint, called by the server.</summary>
    Http,

    /// <summary>A tool of an MCP server.</summary>
    Mcp,
}

/// <summary>How the calls of a set of functions are answered, kept as JSON beside their declarations.</summary>
public sealed record FunctionAnswers
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>By function name; one that is missing asks the person.</summary>
    public IReadOnlyDictionary<string, FunctionAnswer> Functions { get; init; } = new Dictionary<string, FunctionAnswer>();

    /// <summary>Most answers of the model that follow each other without a person; null is 8.</summary>
    public int? MaxRounds { get; init; }

    /// <summary>Whether each round waits for a person, also when all its calls are answered.</summary>
    public bool Steps { get; init; }

    public FunctionAnswer Of(string name) => Functions.GetValueOrDefault(name) ?? new();

    /// <summary>Asks for everything when the text is null or cannot be read.</summary>
    public static FunctionAnswers Read(string? json)
    {
        try
        {
            return json is null ? new() : JsonSerializer.Deserialize<FunctionAnswers>(json, Json) ?? new();
        }
        catch (JsonException)
        {
            return new();
        }
    }

    public string Write() => JsonSerializer.Serialize(this, Json);
}

/// <summary>How one function's calls are answered. What belongs to another kind is kept for a change of mind.</summary>
public sealed record FunctionAnswer
{
    public AnswerKind Kind { get; init; }

    /// <summary>JSON of the fixed answer.</summary>
    public string? Mock { get; init; }

    /// <summary>The first that matches answers; when none does, the person is asked.</summary>
    public IReadOnlyList<MockRule> Rules { get; init; } = [];

    public HttpAnswer? Http { get; init; }

    public McpAnswer? Mcp { get; init; }

    /// <summary>Whether an endpoint is called without asking each time. Mocks never ask.</summary>
    public bool IsAutomatic { get; init; }
}

/// <param name="When">JSON object whose members the arguments must have; empty or null matches all.</param>
/// <param name="Response">JSON of the answer.</param>
/// <param name="DelayMs">Wait before it.</param>
/// <param name="Error">When set, the model is told of this error instead.</param>
public sealed record MockRule(string? When, string? Response, int DelayMs = 0, string? Error = null);

/// <summary>An endpoint of a function.</summary>
public sealed record HttpAnswer
{
    public string Method { get; init; } = "GET";

    /// <summary>With <c>{parameter}</c> in its path or query; what has no place there is sent as query (GET, DELETE) or JSON body.</summary>
    public string Url { get; init; } = "";

    /// <summary>The host that was allowed when it was saved; nothing else is called.</summary>
    public string? Host { get; init; }

    /// <summary>Name of a header that carries a secret.</summary>
    public string? Header { get; init; }

    /// <summary>Name of the secret that it carries.</summary>
    public string? Secret { get; init; }

    /// <summary>Seconds, 1 to 60. Default 8.</summary>
    public int TimeoutSeconds { get; init; } = 8;

    /// <summary>Whether this computer may be called; counts in solo mode alone.</summary>
    public bool AllowsLoopback { get; init; }

    /// <summary>Whether the person is asked when the call fails; else the model is told.</summary>
    public bool AsksOnFailure { get; init; }
}

/// <summary>A tool of an MCP server.</summary>
public sealed record McpAnswer
{
    /// <summary>Address of a streamable HTTP server; null when it is a program.</summary>
    public string? Url { get; init; }

    /// <summary>Name of a program in Studio:McpCommands; null when it is an address.</summary>
    public string? Command { get; init; }

    /// <summary>The tool's own name; null is the function's.</summary>
    public string? Tool { get; init; }

    /// <summary>The host that was allowed when it was saved.</summary>
    public string? Host { get; init; }

    public string? Header { get; init; }

    public string? Secret { get; init; }

    public bool AllowsLoopback { get; init; }
}
