namespace GeminiStudio.Emulator.Models;

/// <summary>The models of November 2026, and the Gemma 3 ids that older documents still name.</summary>
/// <remarks>Limits from models.list of August 2026 and ai.google.dev/gemini-api/docs/models.</remarks>
internal sealed class ModelCatalogue(IReadOnlyList<Model> models)
{
    private const int Million = 1_048_576;
    private const int LongOutput = 65_536;

    private static readonly string[] GemmaMethods = ["generateContent", "countTokens"];
    private static readonly string[] EmbeddingMethods = ["embedContent", "countTextTokens", "countTokens", "asyncBatchEmbedContent"];

    public static ModelCatalogue Current { get; } = new(
    [
        Gemini4("gemini-4-carbon", "Gemini 4 Carbon", "Largest model for the hardest work over very long inputs."),
        Gemini4("gemini-4-argon", "Gemini 4 Argon", "Reasons over long inputs and writes long outputs in several requests."),
        Gemini3("gemini-3.8-flash", "Gemini 3.8 Flash", Thinking.Flash37),
        Gemini3("gemini-3.7-flash", "Gemini 3.7 Flash", Thinking.Flash37),
        Gemini3("gemini-3.6-flash", "Gemini 3.6 Flash", Thinking.Flash35),
        Gemini3("gemini-3.5-flash", "Gemini 3.5 Flash", Thinking.Flash35),
        Gemini3("gemini-3.5-flash-lite", "Gemini 3.5 Flash-Lite", Thinking.FlashLite3),
        Gemini3("gemini-3.1-flash-lite", "Gemini 3.1 Flash-Lite", Thinking.FlashLite3),
        Gemini3("gemini-3.1-pro-preview", "Gemini 3.1 Pro Preview", Thinking.Pro31),
        Gemini3("gemini-3.1-pro-preview-customtools", "Gemini 3.1 Pro Preview Custom Tools", Thinking.Pro31),
        Gemini3("gemini-3-flash-preview", "Gemini 3 Flash Preview", Thinking.Flash3),
        Gemini25("gemini-2.5-pro", "Gemini 2.5 Pro", Thinking.Pro25),
        Gemini25("gemini-2.5-flash", "Gemini 2.5 Flash", Thinking.Flash25),
        Gemini25("gemini-2.5-flash-lite", "Gemini 2.5 Flash-Lite", Thinking.FlashLite25),
        Gemini3("gemini-pro-latest", "Gemini Pro Latest", Thinking.Pro31) with { ResolvesTo = "gemini-3.1-pro-preview" },
        Gemini3("gemini-flash-latest", "Gemini Flash Latest", Thinking.Flash37) with { ResolvesTo = "gemini-3.8-flash" },
        Gemini3("gemini-flash-lite-latest", "Gemini Flash-Lite Latest", Thinking.FlashLite3) with { ResolvesTo = "gemini-3.5-flash-lite" },
        Gemma("gemma-4-31b-it", "Gemma 4 31B IT", 262_144, 32_768) with { Thinking = Thinking.OnOrOff },
        Gemma("gemma-4-26b-a4b-it", "Gemma 4 26B A4B IT", 262_144, 32_768) with { Thinking = Thinking.OnOrOff },
        Gemma3("gemma-3-27b-it", "Gemma 3 27B"),
        Gemma3("gemma-3-12b-it", "Gemma 3 12B"),
        Gemma3("gemma-3-4b-it", "Gemma 3 4B"),
        Image("gemini-3.1-flash-image", "Nano Banana 2", 65_536, 65_536, Thinking.OnOrOff),
        Image("gemini-3.1-flash-lite-image", "Nano Banana 2 Lite", 65_536, 65_536, Thinking.OnOrOff),
        Image("gemini-3-pro-image", "Nano Banana Pro", 131_072, 32_768, Thinking.Always),
        Speech("gemini-3.8-flash-tts", "Gemini 3.8 Flash TTS"),
        new("gemini-3.8-live", "Gemini 3.8 Live", "Talks over a web socket.", 131_072, 65_536) { Methods = ["bidiGenerateContent"] },
        Embedding("gemini-embedding-001", "Gemini Embedding 001", 2_048),
        Embedding("gemini-embedding-2", "Gemini Embedding 2", 8_192),
    ]);

    public IReadOnlyList<Model> Models { get; } = models;

    public Model? Find(string id) => Models.FirstOrDefault(m => m.Id == id);

    private static Model Gemini4(string id, string name, string description) => new(id, name, description, Million, LongOutput)
    {
        Thinking = Thinking.Gemini4,
        Signs = true,
        Methods = ["generateContent", "countTokens", "batchGenerateContent"], // no explicit caches
    };

    private static Model Gemini3(string id, string name, Thinking thinking) =>
        new(id, name, name, Million, LongOutput) { Thinking = thinking, Signs = true };

    private static Model Gemini25(string id, string name, Thinking thinking) =>
        new(id, name, $"Stable version of {name}, released in June of 2025", Million, LongOutput) { Thinking = thinking };

    private static Model Gemma(string id, string name, int inputLimit, int outputLimit) =>
        new(id, name, name, inputLimit, outputLimit) { Methods = GemmaMethods, BuiltInTools = ["googleSearch"] };

    private static Model Gemma3(string id, string name) =>
        Gemma(id, name, 131_072, 8_192) with { TakesSystemInstruction = false, TakesJson = false, TakesFunctions = false };

    private static Model Speech(string id, string name) => new(id, name, "Speaks a text.", 8_192, 16_384)
    {
        Methods = GemmaMethods,
        TakesJson = false,
        TakesFunctions = false,
        BuiltInTools = [],
        Modalities = ["AUDIO"],
    };

    private static Model Image(string id, string name, int inputLimit, int outputLimit, Thinking thinking) =>
        new(id, name, name, inputLimit, outputLimit)
        {
            Thinking = thinking,
            Signs = true,
            MaxTemperature = 1,
            TakesJson = false,
            TakesFunctions = false,
            BuiltInTools = ["googleSearch"],
            Modalities = ["TEXT, IMAGE", "IMAGE", "TEXT"],
            Methods = ["generateContent", "countTokens", "batchGenerateContent"],
        };

    private static Model Embedding(string id, string name, int inputLimit) =>
        new(id, name, "Obtain a distributed representation of a text.", inputLimit, 1) { Methods = EmbeddingMethods, MaxTemperature = null };
}
