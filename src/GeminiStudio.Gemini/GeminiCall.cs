namespace GeminiStudio.Gemini;

/// <summary>What is asked of Google: a method, a model, a JSON body. It names no user; callers who need to carry one derive from it.</summary>
public record GeminiCall
{
    public required GeminiMethod Method { get; init; }

    /// <summary>The real model id without <c>models/</c>, for example <c>gemini-3.8-flash</c>; empty for <see cref="GeminiMethod.ListModels"/>.</summary>
    public string Model { get; init; } = "";

    /// <summary>The request's JSON in UTF-8; empty for methods that are GETs.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The Google key of this attempt; null sends none (the emulator takes that, Google answers 403).</summary>
    public Secret? Key { get; init; }

    /// <summary>Query text after the <c>?</c>, for paging; never holds a key.</summary>
    public string? Query { get; init; }

    /// <summary>Whether the model may think for long between chunks: the gap limit is 180 s instead of 60 s.</summary>
    public bool MayThink { get; init; }

    /// <summary>Told about each wait before a repeated attempt; called on the caller's flow, so it returns fast.</summary>
    public Action<GeminiWait>? Waiting { get; init; }
}

/// <summary>A pause before the next attempt.</summary>
/// <param name="NextAttempt">Number of the attempt that will follow, from 2.</param>
/// <param name="MaxAttempts">How many there may be in all.</param>
/// <param name="Delay">How long the pause is.</param>
/// <param name="Cause">Why the attempt before it failed.</param>
public sealed record GeminiWait(int NextAttempt, int MaxAttempts, TimeSpan Delay, GeminiException Cause);

/// <summary>The API's methods that this client sends; the verb after the colon in the path.</summary>
public enum GeminiMethod
{
    StreamGenerateContent,
    GenerateContent,
    CountTokens,
    EmbedContent,
    BatchEmbedContents,
    ListModels,
    GetModel,
}
