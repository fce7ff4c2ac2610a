namespace GeminiStudio.Sessions.Code;

/// <summary>The request as Google's SDKs take it: contents apart, everything else flat in one config.</summary>
/// <param name="Contents">The list of contents.</param>
/// <param name="Config">Fields that the SDKs have a name for.</param>
/// <param name="Rest">What they have no name for, in its place in the request; null when there is nothing.</param>
internal sealed record SdkRequest(WireNode Contents, IReadOnlyList<KeyValuePair<string, WireNode>> Config, WireNode? Rest)
{
    // Not labels, which the SDKs refuse for this host, nor store, which they have no name for.
    private static readonly HashSet<string> Top = ["systemInstruction", "safetySettings", "tools", "toolConfig", "cachedContent", "serviceTier"];

    private static readonly HashSet<string> Generation =
    [
        "temperature", "topP", "topK", "candidateCount", "maxOutputTokens", "stopSequences", "responseLogprobs", "logprobs", "presencePenalty", "frequencyPenalty", "seed",
        "responseMimeType", "responseSchema", "responseJsonSchema", "responseModalities", "mediaResolution", "speechConfig", "thinkingConfig", "imageConfig",
        "enableEnhancedCivicAnswers", "audioTranscriptionConfig",
    ];

    public static SdkRequest Read(CodeRequest request)
    {
        var members = WireNode.Read(request.Body).Members ?? [];
        var contents = members.LastOrDefault(m => m.Key == "contents").Value ?? WireNode.Of(Array.Empty<WireNode>());
        var top = members.Where(m => m.Key is not ("contents" or "generationConfig")).ToList();
        var generation = members.Where(m => m.Key == "generationConfig").SelectMany(m => m.Value.Members ?? []).ToList();
        var rest = top.Where(m => !Top.Contains(m.Key)).ToList();
        if (generation.Where(m => !Generation.Contains(m.Key)).ToList() is { Count: > 0 } unnamed)
        {
            rest.Add(new("generationConfig", WireNode.Of(unnamed)));
        }

        // The same name twice is the last one, as for everybody who reads JSON.
        var config = top.Where(m => Top.Contains(m.Key)).Concat(generation.Where(m => Generation.Contains(m.Key)));
        return new SdkRequest(contents, [.. config.GroupBy(m => m.Key).Select(g => g.Last())], rest.Count > 0 ? WireNode.Of(rest) : null);
    }

    /// <summary>The config as one object, to be read by an SDK's own types.</summary>
    /// <param name="restIn">The member of <c>httpOptions</c> that takes what has no name; null leaves it out.</param>
    public WireNode ConfigObject(string? restIn) => WireNode.Of(restIn is null || Rest is null
        ? Config
        : Config.Append(new("httpOptions", WireNode.Object((restIn, Rest)))));
}
