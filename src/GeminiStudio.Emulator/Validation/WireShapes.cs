namespace GeminiStudio.Emulator.Validation;

/// <summary>The requests of the API as one table; <c>*</c> marks a list, <c>{}</c> a map, <c>any</c> free JSON.</summary>
/// <remarks>google.ai.generativelanguage.v1beta in googleapis, and the typings of @google/genai 3.1.0 for what is newer.</remarks>
internal static class WireShapes
{
    private const string Table = """
        GenerateContentRequest: model string, contents Content*, systemInstruction Content, tools Tool*, toolConfig ToolConfig, safetySettings SafetySetting*, generationConfig GenerationConfig, cachedContent string, serviceTier ServiceTier, labels string{}, store bool, continuationToken bytes
        CountTokensRequest: model string, contents Content*, generateContentRequest GenerateContentRequest
        EmbedContentRequest: model string, content Content, taskType string, title string, outputDimensionality int32, autoTruncate bool
        BatchEmbedContentsRequest: model string, requests EmbedContentRequest*
        Content: role string, parts Part*
        Part: text string, inlineData Blob, fileData FileData, functionCall FunctionCall, functionResponse FunctionResponse, executableCode ExecutableCode, codeExecutionResult CodeExecutionResult, toolCall any, toolResponse any, audioTranscription any, thought bool, thoughtSignature bytes, videoMetadata VideoMetadata, mediaResolution PartMediaResolution, partMetadata any, mediaProcessing string, speechMetadata any
        Blob: mimeType string, data bytes, displayName string
        FileData: fileUri string, mimeType string, displayName string
        FunctionCall: id string, name string, args any
        FunctionResponse: id string, name string, response any, parts FunctionResponsePart*, willContinue bool, scheduling string
        FunctionResponsePart: inlineData Blob, fileData FileData
        ExecutableCode: language string, code string, id string
        CodeExecutionResult: outcome string, output string, id string
        VideoMetadata: startOffset string, endOffset string, fps double
        PartMediaResolution: level string, numTokens int32
        Tool: functionDeclarations FunctionDeclaration*, googleSearch any, googleSearchRetrieval any, codeExecution any, urlContext any, googleMaps any, fileSearch any, computerUse any, mcpServers any*
        FunctionDeclaration: name string, description string, parameters Schema, parametersJsonSchema any, response Schema, responseJsonSchema any, behavior string
        Schema: type Type, format string, title string, description string, nullable bool, enum string*, items Schema, minItems int64, maxItems int64, properties Schema{}, required string*, minProperties int64, maxProperties int64, minLength int64, maxLength int64, pattern string, minimum double, maximum double, anyOf Schema*, propertyOrdering string*, default any, example any
        ToolConfig: functionCallingConfig FunctionCallingConfig, retrievalConfig any, includeServerSideToolInvocations bool
        FunctionCallingConfig: mode FunctionCallingConfig.Mode, allowedFunctionNames string*
        SafetySetting: category HarmCategory, threshold SafetySetting.HarmBlockThreshold
        GenerationConfig: candidateCount int32, stopSequences string*, maxOutputTokens int32, temperature float, topP float, topK int32, seed int32, responseMimeType string, responseSchema Schema, responseJsonSchema any, _responseJsonSchema any, presencePenalty float, frequencyPenalty float, responseLogprobs bool, logprobs int32, enableEnhancedCivicAnswers bool, responseModalities GenerationConfig.Modality*, speechConfig any, thinkingConfig ThinkingConfig, imageConfig any, mediaResolution GenerationConfig.MediaResolution, audioTranscriptionConfig any, translationConfig any
        ThinkingConfig: includeThoughts bool, thinkingBudget int32, thinkingLevel ThinkingConfig.ThinkingLevel
        """;

    private const string EnumTable = """
        ServiceTier: unspecified standard flex priority
        Type: TYPE_UNSPECIFIED STRING NUMBER INTEGER BOOLEAN ARRAY OBJECT NULL
        FunctionCallingConfig.Mode: MODE_UNSPECIFIED AUTO ANY NONE VALIDATED
        HarmCategory: HARM_CATEGORY_UNSPECIFIED HARM_CATEGORY_DEROGATORY HARM_CATEGORY_TOXICITY HARM_CATEGORY_VIOLENCE HARM_CATEGORY_SEXUAL HARM_CATEGORY_MEDICAL HARM_CATEGORY_DANGEROUS HARM_CATEGORY_HARASSMENT HARM_CATEGORY_HATE_SPEECH HARM_CATEGORY_SEXUALLY_EXPLICIT HARM_CATEGORY_DANGEROUS_CONTENT HARM_CATEGORY_CIVIC_INTEGRITY HARM_CATEGORY_JAILBREAK
        SafetySetting.HarmBlockThreshold: HARM_BLOCK_THRESHOLD_UNSPECIFIED BLOCK_LOW_AND_ABOVE BLOCK_MEDIUM_AND_ABOVE BLOCK_ONLY_HIGH BLOCK_NONE OFF
        GenerationConfig.Modality: MODALITY_UNSPECIFIED TEXT IMAGE AUDIO VIDEO
        GenerationConfig.MediaResolution: MEDIA_RESOLUTION_UNSPECIFIED MEDIA_RESOLUTION_LOW MEDIA_RESOLUTION_MEDIUM MEDIA_RESOLUTION_HIGH
        ThinkingConfig.ThinkingLevel: THINKING_LEVEL_UNSPECIFIED MINIMAL LOW MEDIUM HIGH
        """;

    public static IReadOnlyDictionary<string, MessageShape> Messages { get; } = Rows(Table)
        .ToDictionary(row => row.Name, row => new MessageShape(row.Name, row.Fields.Split(", ").Select(Field)));

    public static IReadOnlyDictionary<string, string[]> Enums { get; } = Rows(EnumTable)
        .ToDictionary(row => row.Name, row => row.Fields.Split(' '));

    private static IEnumerable<(string Name, string Fields)> Rows(string table) =>
        table.Split('\n').Select(line => line.Split(": ", 2)).Select(row => (row[0], row[1]));

    private static FieldShape Field(string text)
    {
        var words = text.Split(' ');
        return new(words[0], words[1].TrimEnd('*', '{', '}'), words[1].EndsWith('*'), words[1].EndsWith("{}", StringComparison.Ordinal));
    }
}
