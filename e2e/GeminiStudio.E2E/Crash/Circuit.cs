using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.DependencyInjection;

namespace GeminiStudio.E2E.Crash;

/// <summary>
/// A tab without a browser: it speaks Blazor's own protocol to the hub, saves drafts by HTTP and presses Run, and keeps every byte
/// that was sent to be shown. Fifty of them cost less than one Chromium page, so that many can be open when the server dies.
/// </summary>
internal sealed partial class Circuit : IAsyncDisposable
{
    private readonly HttpClient _http;
    private readonly HubConnection _hub;
    private readonly Guid _newSession = Guid.NewGuid();
    private readonly TaskCompletionSource _composer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentDictionary<string, TaskCompletionSource<string>> _calls = new();
    private readonly ConcurrentQueue<string> _shown = new();
    private readonly HashSet<long> _boxModules = [];
    private long _composerObject;
    private long _objects;
    private long _call;
    private long _revision = 1;

    private Circuit(Uri studio)
    {
        _http = new HttpClient { BaseAddress = studio, Timeout = TimeSpan.FromSeconds(60) };
        _http.DefaultRequestHeaders.Add("X-CSRF", "1");
        var builder = new HubConnectionBuilder().WithUrl(new Uri(studio, "_blazor"), options =>
        {
            options.SkipNegotiation = true;
            options.Transports = HttpTransportType.WebSockets;
            options.Headers["Origin"] = studio.GetLeftPart(UriPartial.Authority);
        });
        builder.Services.AddSingleton(BlazorPack());
        _hub = builder.Build();
        _hub.On<int, byte[]>("JS.RenderBatch", RenderedAsync);
        _hub.On<long, string, string, int, long, int>("JS.BeginInvokeJS", CalledAsync);
        _hub.On<string, bool, string>("JS.EndInvokeDotNet", (call, _, result) => { _calls.GetValueOrDefault(call)?.TrySetResult(result); });
        _hub.On<int, string>("JS.AttachComponent", (_, _) => { });
        _hub.On<string>("JS.EndUpdateRootComponents", _ => { });
        _hub.On<string>("JS.Error", error => Error = error);
        _hub.Closed += _ => { _closed.TrySetResult(); return Task.CompletedTask; };
    }

    public Guid Session => _newSession;

    /// <summary>What the server said when it gave this tab up; null while all is well.</summary>
    public string? Error { get; private set; }

    /// <summary>All that was sent to be shown so far.</summary>
    public string Shown => string.Join('\n', _shown);

    /// <summary>Opens a new chat and waits until its composer takes input.</summary>
    public static async Task<Circuit> OpenAsync(Uri studio, CancellationToken cancellationToken)
    {
        var circuit = new Circuit(studio);
        try
        {
            var page = await circuit._http.GetStringAsync("/", cancellationToken);
            await circuit._hub.StartAsync(cancellationToken);
            var state = StateComment().Match(page) is { Success: true } match ? match.Groups[1].Value : "";
            await circuit._hub.InvokeAsync<string>("StartCircuit", studio.ToString(), studio.ToString(), "[]", state, cancellationToken);
            var operations = Markers().Matches(page).Select((m, i) => $$"""{"type":"add","ssrComponentId":{{i + 1}},"marker":{{m.Groups[1].Value}}}""");
            await circuit._hub.SendAsync("UpdateRootComponents", $$"""{"batchId":1,"operations":[{{string.Join(',', operations)}}]}""", state, cancellationToken);
            await circuit._composer.Task.WaitAsync(TimeSpan.FromSeconds(30), cancellationToken);
            return circuit;
        }
        catch
        {
            await circuit.DisposeAsync();
            throw;
        }
    }

    /// <summary>Saves the draft as the page does.</summary>
    public async Task<HttpResponseMessage> SaveDraftAsync(string text, CancellationToken cancellationToken)
    {
        using var content = new StringContent(text, Encoding.UTF8, "text/plain");
        content.Headers.Add("X-Draft-Revision", (++_revision).ToString(CultureInfo.InvariantCulture));
        return await _http.PostAsync($"/api/drafts/{_newSession}", content, cancellationToken);
    }

    /// <summary>Types a prompt and presses Run.</summary>
    /// <returns>Whether the server took it; an exception means that nobody knows.</returns>
    public async Task<bool> RunAsync(Guid turnId, string text, CancellationToken cancellationToken)
    {
        using var saved = await SaveDraftAsync(text, cancellationToken);
        saved.EnsureSuccessStatusCode();
        return await PressRunAsync(turnId, cancellationToken);
    }

    /// <summary>Presses Run on what was saved last.</summary>
    public async Task<bool> PressRunAsync(Guid turnId, CancellationToken cancellationToken)
    {
        var call = Interlocked.Increment(ref _call).ToString(CultureInfo.InvariantCulture);
        var answer = _calls[call] = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        await _hub.SendAsync("BeginInvokeDotNetFromJS", call, null, "OnRun", _composerObject, $"[\"{turnId}\",{_revision}]", cancellationToken);
        await Task.WhenAny(answer.Task, _closed.Task).WaitAsync(TimeSpan.FromSeconds(60), cancellationToken);
        return answer.Task.IsCompletedSuccessfully ? await answer.Task == "true" : throw new IOException("The circuit closed before it answered.");
    }

    public async ValueTask DisposeAsync()
    {
        await _hub.DisposeAsync();
        _http.Dispose();
    }

    private async Task RenderedAsync(int batch, byte[] bytes)
    {
        _shown.Enqueue(Encoding.UTF8.GetString(bytes));
        await _hub.SendAsync("OnRenderCompleted", (long)batch, null);
    }

    private async Task CalledAsync(long task, string identifier, string arguments, int resultType, long target, int callType)
    {
        if (identifier == "open" && _boxModules.Contains(target) && arguments.Contains($"\"{_newSession}\"", StringComparison.Ordinal) && DotNetObject().Match(arguments) is { Success: true } self)
        {
            _composerObject = long.Parse(self.Groups[1].Value, CultureInfo.InvariantCulture);
            _composer.TrySetResult();
        }

        if (task != 0)
        {
            var answer = Answer(identifier, resultType);
            if (identifier == "import" && arguments.Contains("/Kit/Composer.razor.js", StringComparison.Ordinal))
            {
                _boxModules.Add(_objects); // the system instructions' box comes from there too, under a longer key
            }

            await _hub.SendAsync("EndInvokeJSFromDotNet", task, true, $"[{task},true,{answer}]");
        }

        if (identifier.EndsWith("navigateTo", StringComparison.Ordinal) && JsonDocument.Parse(arguments).RootElement[0].GetString() is { } place)
        {
            await _hub.SendAsync("OnLocationChanged", new Uri(_http.BaseAddress!, place).ToString(), null, false);
        }
    }

    private string Answer(string identifier, int resultType) => resultType switch
    {
        1 => $$"""{"__jsObjectId":{{Interlocked.Increment(ref _objects)}}}""",
        3 => "null",
        _ when identifier == "newSession" => $"\"{_newSession}\"",
        _ when identifier.Contains("ark", StringComparison.Ordinal) || identifier.StartsWith("is", StringComparison.Ordinal) => "false",
        _ => "null",
    };

    // The framework's own, which it shows to nobody.
    private static IHubProtocol BlazorPack() => (IHubProtocol)Activator.CreateInstance(
        typeof(Microsoft.AspNetCore.Components.Server.CircuitOptions).Assembly.GetType("Microsoft.AspNetCore.Components.Server.BlazorPack.BlazorPackHubProtocol", throwOnError: true)!)!;

    [GeneratedRegex("<!--Blazor:(\\{\"type\":\"server\".*?\\})-->")]
    private static partial Regex Markers();

    [GeneratedRegex("<!--Blazor-Server-Component-State:(.*?)-->")]
    private static partial Regex StateComment();

    [GeneratedRegex("\"__dotNetObject\":(\\d+)")]
    private static partial Regex DotNetObject();
}
