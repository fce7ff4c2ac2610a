using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.DependencyInjection;

namespace GeminiStudio.Benchmarks.Rig;

/// <summary>An open page without a browser: it speaks Blazor's protocol, acknowledges each batch and answers what scripts would.</summary>
/// <remarks>It draws nothing, so hundreds fit on the machine that is measured. What only a browser can tell (sizes, scrolling) it answers with null.</remarks>
internal sealed partial class HeadlessTab : IAsyncDisposable
{
    private readonly HttpClient _http;
    private readonly HubConnection _hub;
    private readonly ConcurrentDictionary<string, TaskCompletionSource<string?>> _calls = new();
    private readonly HashSet<long> _boxModules = [];
    private readonly TaskCompletionSource<long> _composer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SeenBatch? _seen;
    private long _lastBatch = Environment.TickCount64;
    private int _objects;

    private HeadlessTab(HttpClient http, HubConnection hub, SeenBatch? seen) => (_http, _hub, _seen) = (http, hub, seen);

    /// <summary>What the server said when it closed the circuit; null while it is open.</summary>
    public string? Failure { get; private set; }

    public int Batches { get; private set; }

    public long BatchBytes { get; private set; }

    /// <summary>How long nothing was drawn.</summary>
    public TimeSpan Quiet => TimeSpan.FromMilliseconds(Environment.TickCount64 - _lastBatch);

    /// <param name="http">With the site's address.</param>
    /// <param name="path">The page.</param>
    /// <param name="seen">Gets each render batch.</param>
    public static async Task<HeadlessTab> OpenAsync(HttpClient http, string path, SeenBatch? seen, CancellationToken cancellationToken)
    {
        var page = new Uri(http.BaseAddress!, path);
        var html = await http.GetStringAsync(page, cancellationToken);
        var builder = new HubConnectionBuilder().WithUrl(new Uri(page, "/_blazor"), options =>
        {
            options.Transports = HttpTransportType.WebSockets;
            options.SkipNegotiation = true;
            options.Headers["Origin"] = page.GetLeftPart(UriPartial.Authority);
        });
        builder.Services.AddSingleton<IHubProtocol>(new BlazorPack());
        var tab = new HeadlessTab(http, builder.Build(), seen);
        tab.Listen();
        await tab._hub.StartAsync(cancellationToken);
        var state = State().Match(html).Groups["state"].Value;
        if (await tab._hub.InvokeAsync<string?>("StartCircuit", page.GetLeftPart(UriPartial.Authority) + "/", page.ToString(), "[]", state, cancellationToken) is null)
        {
            throw new InvalidOperationException("The server opened no circuit.");
        }

        await tab._hub.SendAsync("UpdateRootComponents", Roots(html), state, cancellationToken);
        return tab;
    }

    /// <summary>Saves a prompt as the composer does, then runs it.</summary>
    public async Task RunAsync(Guid sessionId, string prompt, CancellationToken cancellationToken)
    {
        if (!await TryRunAsync(sessionId, prompt, cancellationToken))
        {
            throw new InvalidOperationException("The run was not started.");
        }
    }

    /// <summary>As <see cref="RunAsync"/>; false when the page refused it, as it does while an answer is under way.</summary>
    public async Task<bool> TryRunAsync(Guid sessionId, string prompt, CancellationToken cancellationToken)
    {
        var composer = await _composer.Task.WaitAsync(TimeSpan.FromSeconds(30), cancellationToken);
        using var save = new HttpRequestMessage(HttpMethod.Post, $"/api/drafts/{sessionId}") { Content = new StringContent(prompt) };
        save.Headers.Add("X-CSRF", "1");
        save.Headers.Add("X-Draft-Revision", $"{DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()}");
        using var saved = await _http.SendAsync(save, cancellationToken);
        var revision = (await saved.Content.ReadFromJsonAsync<JsonElement>(cancellationToken)).GetProperty("revision").GetInt64();
        var call = Guid.NewGuid().ToString("N");
        var answer = _calls[call] = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        await _hub.SendAsync("BeginInvokeDotNetFromJS", call, null, "OnRun", composer, $"""["{Guid.NewGuid()}",{revision}]""", cancellationToken);
        return await answer.Task.WaitAsync(TimeSpan.FromSeconds(60), cancellationToken) switch
        {
            "true" => true,
            "false" => false,
            var failure => throw new InvalidOperationException($"The run was not started: {failure}"),
        };
    }

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    private void Listen()
    {
        _hub.On<int, byte[]>("JS.RenderBatch", (number, batch) =>
        {
            (Batches, BatchBytes, _lastBatch) = (Batches + 1, BatchBytes + batch.Length, Environment.TickCount64);
            _seen?.Invoke(batch);
            return _hub.SendAsync("OnRenderCompleted", (long)number, (string?)null);
        });
        _hub.On<long, string, string?, int, long, int>("JS.BeginInvokeJS", (call, name, arguments, resultType, target, _) =>
            call == 0 ? Task.CompletedTask : _hub.SendAsync("EndInvokeJSFromDotNet", call, true, $"[{call},true,{Answer(name, arguments, resultType, target)}]"));
        _hub.On<string, bool, string?>("JS.EndInvokeDotNet", (call, succeeded, result) =>
        {
            if (_calls.TryRemove(call, out var waiting))
            {
                waiting.TrySetResult(succeeded ? result : $"failed: {result}");
            }
        });
        _hub.On<string>("JS.Error", failure => Failure = failure);
        _hub.Closed += failure =>
        {
            Failure ??= failure?.Message ?? "closed";
            return Task.CompletedTask;
        };
    }

    private string Answer(string name, string? arguments, int resultType, long target)
    {
        var isBox = name == "open" && _boxModules.Contains(target);
        if (isBox && !arguments!.Contains("/system", StringComparison.Ordinal) && ObjectId().Match(arguments) is { Success: true } composer) // the system instructions are such a box too
        {
            _composer.TrySetResult(long.Parse(composer.Groups[1].Value));
        }

        if (resultType != 1)
        {
            return name.Contains("arkMode", StringComparison.Ordinal) ? "false" : "null";
        }

        var id = Interlocked.Increment(ref _objects);
        if (name == "import" && arguments?.Contains("/Kit/Composer.razor.js", StringComparison.Ordinal) == true)
        {
            _boxModules.Add(id);
        }

        return $$"""{"__jsObjectId":{{id}}}""";
    }

    private static string Roots(string html)
    {
        var operations = Marker().Matches(html).Select((marker, number) => $$"""{"type":"add","ssrComponentId":{{number + 1}},"marker":{{marker.Groups[1].Value}}}""");
        return $$"""{"batchId":1,"operations":[{{string.Join(',', operations)}}]}""";
    }

    [GeneratedRegex("<!--Blazor:(\\{\"type\":\"server\".*?\\})-->")]
    private static partial Regex Marker();

    [GeneratedRegex("<!--Blazor-Server-Component-State:(?<state>.*?)-->")]
    private static partial Regex State();

    [GeneratedRegex("__dotNetObject\":(\\d+)")]
    private static partial Regex ObjectId();
}
