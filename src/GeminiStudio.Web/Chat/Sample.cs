using GeminiStudio.Sessions;

namespace GeminiStudio.Web.Chat;

/// <summary>A prompt to begin with.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="What">One sentence about it.</param>
/// <param name="Icon">A name of our icons.</param>
/// <param name="Tone">The colour of the icon: accent, search, tool, thought or none.</param>
/// <param name="Prompt">What is put into the composer.</param>
public sealed record Sample(string Title, string What, string Icon, string Tone, string Prompt)
{
    private const string Order = """
        [{"name":"lookup_order","description":"Finds an order and says where it is.","parameters":{"type":"object","properties":{"order_id":{"type":"string","description":"The number on the order."},"with_history":{"type":"boolean","description":"Whether each stop is listed."}},"required":["order_id"]}}]
        """;

    private const string Invoice = """
        {"type":"object","properties":{"number":{"type":"string"},"date":{"type":"string"},"customer":{"type":"string"},"currency":{"type":"string","enum":["EUR","USD","GBP"]},"net":{"type":"number"},"tax":{"type":"number"},"total":{"type":"number"},"paid":{"type":"boolean"}},"required":["number","date","customer","currency","total"]}
        """;

    /// <summary>Switches on what the prompt needs; the other tools are off.</summary>
    public Func<RunSettings, RunSettings> Tools { get; private init; } = settings => settings;

    /// <summary>One for each thing that people come for.</summary>
    public static IReadOnlyList<Sample> All { get; } =
    [
        new("Compare in a table", "Three databases, side by side.", "compare", "accent",
            "Compare SQLite, PostgreSQL and MySQL in a table: best for, how they are run, what they cost, and one weakness each. Then recommend one for a small team."),
        new("Call a function", "Ask for an order and answer the call yourself.", "fn", "tool",
            "Where is the order \"TW-88213\" now, and when will it arrive?") { Tools = settings => settings with { Functions = new() { IsOn = true, Declarations = Order.Trim() } } },
        new("Get strict JSON", "Pull an invoice into a schema.", "schema", "",
            "Read this invoice.\n\nNumber: 2026-118\nDate: 2026-11-12\nCustomer: Brandt Repairs\nCurrency: EUR\nNet: 304.50\nTax: 57.86\nTotal: 362.36\nPaid: no") { Tools = settings => settings with { Structured = new() { IsOn = true, Schema = Invoice.Trim() } } },
        new("Answer with sources", "Search the web and cite every claim.", "globe", "search",
            "Tell me about sourdough bread, and cite a source for each claim.") { Tools = settings => settings with { GoogleSearch = true } },
        new("Watch it think", "A routing puzzle with thoughts shown.", "bulb", "thought",
            "A courier must visit A, B, C and D and come back. A-B 4 km, A-C 7, A-D 3, B-C 2, B-D 5, C-D 6. Which round trip is shortest? Show your reasoning briefly."),
        new("Run code", "The first primes, found in Python.", "terminal", "",
            "Use Python to list the first 24 primes.") { Tools = settings => settings with { CodeExecution = true } },
    ];

    /// <summary>The settings with exactly the tools of this sample.</summary>
    public RunSettings Apply(RunSettings settings) => Tools(settings with
    {
        GoogleSearch = false,
        UrlContext = false,
        CodeExecution = false,
        Functions = settings.Functions is { } functions ? functions with { IsOn = false } : null,
        Structured = settings.Structured is { } structured ? structured with { IsOn = false } : null,
    });
}
