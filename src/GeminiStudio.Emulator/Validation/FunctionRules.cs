using System.Text.RegularExpressions;
using GeminiStudio.Emulator.Answers;
using GeminiStudio.Emulator.Models;
using GeminiStudio.Emulator.Requests;

namespace GeminiStudio.Emulator.Validation;

/// <summary>The rules of calls: their order, their answers, and the signatures that Gemini 3 wants back.</summary>
internal static partial class FunctionRules
{
    private const int MostDeclarations = 512;

    public static string? Check(GenerateRequest request, Model model) =>
        Declarations(request, model) ?? Order(request) ?? Signatures(request, model);

    private static string? Declarations(GenerateRequest request, Model model)
    {
        var tools = new RequestTools(request.Json);
        var names = tools.Declarations.Select(d => d["name"]?.ToString() ?? "").ToList();
        if (names.Count == 0)
        {
            return tools.Mode is "ANY" or "VALIDATED" || tools.AllowedNames.Count > 0 ? "Function calling config is set without function_declarations." : null;
        }
        if (!model.TakesFunctions)
        {
            return $"Function calling is not enabled for models/{model.Id}";
        }
        if (names.FindIndex(n => !Name().IsMatch(n)) is >= 0 and var bad)
        {
            return $"* GenerateContentRequest.tools[0].function_declarations[{bad}].name: [FIELD_INVALID] Invalid function name. Must start with a letter or an underscore. Must be alphanumeric (a-z, A-Z, 0-9), underscores (_), dots (.), colons (:), or dashes (-), with a maximum length of 64.\n";
        }
        if (names.GroupBy(n => n).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            return $"Duplicate function declaration found: {twice.Key}";
        }
        if (tools.AllowedNames.Count > 0 && tools.Mode is not ("ANY" or "VALIDATED"))
        {
            return "* GenerateContentRequest.tool_config.function_calling_config.allowed_function_names: allowed_function_names should only be set when mode is ANY or VALIDATED.\n";
        }
        if (tools.AllowedNames.FirstOrDefault(n => !names.Contains(n)) is { } stranger)
        {
            return $"* GenerateContentRequest.tool_config.function_calling_config.allowed_function_names: {stranger} is not one of the function_declarations.\n";
        }
        return names.Count > MostDeclarations ? $"* GenerateContentRequest.tools[0].function_declarations: at most {MostDeclarations} function declarations are allowed.\n" : null;
    }

    private static string? Order(GenerateRequest request)
    {
        var contents = request.Contents;
        for (var i = 0; i < contents.Count; i++)
        {
            var calls = contents[i].IsUser ? 0 : Count(contents[i], "functionCall");
            var responses = contents[i].IsUser ? Count(contents[i], "functionResponse") : 0;
            var callsBefore = i > 0 && !contents[i - 1].IsUser ? CallsUpTo(contents, i - 1) : 0;
            if (calls > 0 && (i == 0 || (!contents[i - 1].IsUser && Count(contents[i - 1], "functionCall") == 0 && contents.Take(i).All(c => !c.IsUser))))
            {
                return "Please ensure that function call turn comes immediately after a user turn or after a function response turn.";
            }
            if (responses > 0 && callsBefore == 0)
            {
                return "Please ensure that function response turn comes immediately after a function call turn.";
            }
            var isAnswered = i < contents.Count && contents[i].IsUser && callsBefore > 0;
            if (isAnswered && responses != callsBefore)
            {
                return "Please ensure that the number of function response parts is equal to the number of function call parts of the function call turn.";
            }
        }
        return null;
    }

    // A client that streams sends each piece back as a content of its own; together they are one turn.
    private static int CallsUpTo(IReadOnlyList<RequestContent> contents, int index)
    {
        var calls = 0;
        for (var i = index; i >= 0 && !contents[i].IsUser; i--)
        {
            calls += Count(contents[i], "functionCall");
        }
        return calls;
    }

    private static string? Signatures(GenerateRequest request, Model model)
    {
        if (!model.Signs || !model.TakesFunctions)
        {
            return null;
        }
        foreach (var (index, content) in CurrentTurn.Of(request).Steps)
        {
            // Pieces of one step follow each other; only the first call of a step is signed.
            if (index > 0 && !request.Contents[index - 1].IsUser && Count(request.Contents[index - 1], "functionCall") > 0)
            {
                continue;
            }
            var first = content.Parts.First(p => p.ContainsKey("functionCall"));
            if (first["thoughtSignature"]?.ToString() is not { Length: > 0 })
            {
                return $"Function call is missing a thought_signature in functionCall parts. This is required for tools to work correctly, and missing thought_signature may lead to degraded model performance. Additional data, function call `default_api:{first["functionCall"]?["name"]}` , position {index + 1}. Please refer to https://ai.google.dev/gemini-api/docs/thought-signatures for more details.";
            }
        }
        return request.Contents.Where(c => !c.IsUser).SelectMany(c => c.Parts).Any(p => p["thoughtSignature"]?.ToString() is { } signature
            && ThoughtSignature.IsCorrupted(signature, model.ResolvesTo, p["functionCall"]?["name"]?.ToString())) ? "Corrupted thought signature." : null;
    }

    private static int Count(RequestContent content, string member) => content.Parts.Count(p => p.ContainsKey(member));

    [GeneratedRegex(@"^[a-zA-Z_][a-zA-Z0-9_.:-]{0,63}$")]
    private static partial Regex Name();
}
