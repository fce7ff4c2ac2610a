using System.Collections.Concurrent;
using GeminiStudio.Emulator.Answers;
using GeminiStudio.Emulator.Files;
using GeminiStudio.Emulator.Models;
using GeminiStudio.Emulator.Requests;
using GeminiStudio.Emulator.Scripts;
using GeminiStudio.Emulator.Streaming;
using GeminiStudio.Emulator.Validation;
using GeminiStudio.Emulator.Wire;

namespace GeminiStudio.Emulator.Generation;

/// <summary>Answers generateContent and streamGenerateContent: read, check, read the script, write, send.</summary>
internal sealed class GenerateEndpoint(EmulatorServerOptions options, FileStore files)
{
    private readonly AnswerWriter _writer = new(options.Seed, files);
    private readonly ConcurrentDictionary<string, int> _attempts = new();
    private int _answers;

    public async Task AnswerAsync(
        HttpContext context, GoogleRoute route, Model model, string body, CancellationToken cancellationToken)
    {
        var (json, error) = WireReader.Read("GenerateContentRequest", body);
        var request = GenerateRequest.Read(json ?? []);
        if (error is null && RequestRules.Check(request, model) is { } problem)
        {
            error = GoogleErrors.InvalidArgument(problem);
        }
        error ??= MediaRules.CheckFiles(request, files);
        var (script, badLine) = ScriptReader.Read(request.LastUserText, model.Id, () => NextAttempt(request.LastUserText));
        if (script is null)
        {
            error ??= GoogleErrors.InvalidArgument($"The emulator cannot read `{badLine}`; src/GeminiStudio.Emulator/README.md lists its directives.");
        }
        error ??= script?.Error;

        if (script?.WaitForHeaders is { } wait && wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, options.TimeProvider, cancellationToken);
        }
        if (error is not null || script is null)
        {
            await GoogleAnswer.WriteErrorAsync(context.Response, error ?? GoogleErrors.InvalidArgument(""), route.IsJsonStream(context.Request), cancellationToken);
        }
        else if (script.RedirectTo is { } target)
        {
            context.Response.Redirect(target);
        }
        else
        {
            await SendAsync(context, route, model, request, script, cancellationToken);
        }
    }

    private Task SendAsync(
        HttpContext context, GoogleRoute route, Model model, GenerateRequest request, Script script, CancellationToken cancellationToken)
    {
        var events = new AnswerEvents(model, request, script, NextResponseId());
        var only = script switch
        {
            { BlockReason: { } reason } => events.Blocked(reason),
            { Empty: { } kind } => events.Nothing(kind),
            _ => null,
        };
        if (route.Verb == "generateContent")
        {
            var answer = only ?? events.Whole(_writer.Write(request, model, script));
            return new WholeAnswer(context, script, options).WriteAsync(answer, cancellationToken);
        }
        var framing = route.IsJsonStream(context.Request) ? StreamFraming.JsonArray : StreamFraming.Sse;
        return new EventStream(context, framing, script, options)
            .WriteAsync(only is null ? events.Stream(_writer.Write(request, model, script)) : [only], cancellationToken);
    }

    private int NextAttempt(string text) => _attempts.AddOrUpdate(text, 1, (_, count) => count + 1);

    // Unique for each answer and the same in each run: 22 characters of base64url, as Google's.
    private string NextResponseId()
    {
        var number = Interlocked.Increment(ref _answers);
        return Convert.ToBase64String(new Dice($"response {options.Seed} {number}").Bytes(16)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
    }
}
