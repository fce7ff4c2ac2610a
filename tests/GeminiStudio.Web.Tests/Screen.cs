using GeminiStudio.Data;
using GeminiStudio.Gemini;
using GeminiStudio.Sessions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using MudBlazor.Services;

namespace GeminiStudio.Web.Tests;

/// <summary>A place to render components in: Tuesday 24 November 2026, 11:04 UTC, a browser that answers nothing.</summary>
public abstract class Screen : BunitContext
{
    protected static readonly DateTime Now = new(2026, 11, 24, 11, 4, 0, DateTimeKind.Utc);

    protected Screen()
    {
        DefaultWaitTimeout = TimeSpan.FromSeconds(30); // a wait ends as soon as it is so; a second is too short beside other tests
        Time.SetUtcNow(new DateTimeOffset(Now));
        Services.AddSingleton<TimeProvider>(Time);
        Services.AddMudServices();
        JSInterop.Mode = JSRuntimeMode.Loose;
    }

    protected FakeTimeProvider Time { get; } = new();

    protected static TurnView Model(TurnState state, string text = "") => new()
    {
        Id = Guid.CreateVersion7(), Role = "model", State = state, CreatedAt = Now, Text = text, Settings = new RunSettings { Model = "gemini-3.8-flash" },
    };

    protected static TurnView User(string text) => new()
    {
        Id = Guid.CreateVersion7(), Role = "user", State = TurnState.Completed, CreatedAt = Now, Text = text,
    };

    protected static ModelInfo Flash { get; } = new()
    {
        Id = "gemini-3-flash", ApiId = "gemini-3-flash-preview", DisplayName = "Gemini 3 Flash", GoodFor = "Fast answers.",
        InputTokenLimit = 1_048_576, OutputTokenLimit = 65_536, InputModalities = ["TEXT", "IMAGE"],
        Thinking = new ThinkingInfo { Levels = ["MINIMAL", "LOW", "MEDIUM", "HIGH"], DefaultLevel = "HIGH" },
        Parameters = new Dictionary<string, ParameterInfo>
        {
            ["temperature"] = new(0, 2, 1, 0.05), ["topP"] = new(0, 1, 0.95, 0.01), ["topK"] = new(1, 100, 64, 1), ["seed"] = new(0, 1, null, 1),
        },
        Prices = [new ModelPrice { EffectiveFrom = new(2026, 1, 1), Input = 300_000, Output = 2_500_000 }, new ModelPrice { EffectiveFrom = new(2026, 12, 1), Input = 400_000, Output = 2_500_000 }],
    };

    protected static ModelInfo Gemma { get; } = Flash with
    {
        Id = "gemma-3-4b-instruct",
        ApiId = "gemma-3-4b-it",
        DisplayName = "Gemma 3 4B",
        Thinking = null,
        InputModalities = ["TEXT"],
        Prices = [],
        Parameters = new Dictionary<string, ParameterInfo> { ["temperature"] = new(0, 2, 1, 0.05) },
    };

    protected static ModelInfo Embedding { get; } = Flash with { Id = "gemini-embedding", DisplayName = "Embedding", Generates = false };
}
