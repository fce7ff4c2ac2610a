using System.Text.Json.Nodes;
using GeminiStudio.Emulator.Scripts;
using GeminiStudio.Emulator.Wire;

namespace GeminiStudio.Emulator.Streaming;

/// <summary>Sends events at the pace of a model, one flush each, and breaks where the script says so.</summary>
internal sealed class EventStream(HttpContext context, StreamFraming framing, Script script, EmulatorServerOptions options)
{
    private readonly TimeSpan _pace = script.Pace ?? options.Pace;

    public async Task WriteAsync(IEnumerable<JsonObject> events, CancellationToken cancellationToken)
    {
        await BeginAsync(cancellationToken);
        var index = 0;
        foreach (var item in events)
        {
            if (script.Fault?.AfterEvents == index && await BreakAsync(script.Fault, index, cancellationToken))
            {
                return;
            }
            if (index > 0)
            {
                await PauseAsync(_pace, cancellationToken);
            }
            await SendAsync(framing.Event(item, index++), cancellationToken);
        }
        // A fault beyond the last event breaks the stream at its end.
        if (script.Fault is { } fault && fault.AfterEvents >= index && await BreakAsync(fault, index, cancellationToken))
        {
            return;
        }
        await SendAsync(framing.End, cancellationToken);
    }

    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        GoogleAnswer.SetHeaders(context.Response);
        context.Response.ContentType = framing.ContentType;
        context.Response.Headers.ContentDisposition = "attachment";
        await context.Response.Body.FlushAsync(cancellationToken); // the head leaves now, however long the first event takes
        await PauseAsync(script.WaitForFirstEvent ?? TimeSpan.Zero, cancellationToken);
    }

    /// <summary>Does what the fault says; true when nothing may follow it.</summary>
    private async Task<bool> BreakAsync(StreamFault fault, int index, CancellationToken cancellationToken)
    {
        switch (fault.Kind)
        {
            case FaultKind.Cut:
                context.Abort();
                return true;
            case FaultKind.EndEarly:
                return true;
            case FaultKind.Stall:
                await Task.Delay(Timeout.InfiniteTimeSpan, options.TimeProvider, cancellationToken);
                return true;
            case FaultKind.Malformed:
                await SendAsync(framing.BrokenEvent(index), cancellationToken);
                return false;
            case FaultKind.Error when fault.Error is { } error:
                await SendAsync(framing.Event(error.ToJson(), index) + framing.End, cancellationToken);
                return true;
            case FaultKind.RawError when fault.Error is { } error:
                await SendAsync(GoogleJson.Pretty(error.ToJson()), cancellationToken);
                return true;
            default:
                return false;
        }
    }

    private Task PauseAsync(TimeSpan pause, CancellationToken cancellationToken) =>
        pause > TimeSpan.Zero ? Task.Delay(pause, options.TimeProvider, cancellationToken) : Task.CompletedTask;

    private async Task SendAsync(string text, CancellationToken cancellationToken)
    {
        if (text.Length > 0)
        {
            await context.Response.WriteAsync(text, cancellationToken);
            await context.Response.Body.FlushAsync(cancellationToken);
        }
    }
}
