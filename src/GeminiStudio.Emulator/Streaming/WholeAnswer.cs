using System.Text.Json.Nodes;
using GeminiStudio.Emulator.Scripts;
using GeminiStudio.Emulator.Wire;

namespace GeminiStudio.Emulator.Streaming;

/// <summary>Sends an answer in one piece; faults meant for streams break it in its middle.</summary>
internal sealed class WholeAnswer(HttpContext context, Script script, EmulatorServerOptions options)
{
    public async Task WriteAsync(JsonObject answer, CancellationToken cancellationToken)
    {
        if (script.WaitForFirstEvent is { } wait && wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, options.TimeProvider, cancellationToken);
        }
        if (script.Fault is not { } fault)
        {
            await GoogleAnswer.WriteJsonAsync(context.Response, answer, cancellationToken);
            return;
        }
        if (fault.Error is { } error)
        {
            await GoogleAnswer.WriteErrorAsync(context.Response, error, inArray: false, cancellationToken);
            return;
        }
        GoogleAnswer.SetHeaders(context.Response);
        context.Response.ContentType = "application/json; charset=UTF-8";
        var text = GoogleJson.Pretty(answer);
        await context.Response.WriteAsync(text[..(text.Length / 2)], cancellationToken);
        await context.Response.Body.FlushAsync(cancellationToken);
        if (fault.Kind == FaultKind.Cut)
        {
            context.Abort();
        }
        else if (fault.Kind == FaultKind.Stall)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, options.TimeProvider, cancellationToken);
        }
    }
}
