using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.RegularExpressions;
using GeminiStudio.TestRig;

namespace GeminiStudio.E2E.Crash;

/// <summary>One prompt of the rig: an id of its own, and words that nothing else contains.</summary>
internal sealed partial record CrashPrompt(Guid TurnId)
{
    public const int Words = 30;

    public string Mark { get; } = Convert.ToHexStringLower(TurnId.ToByteArray())[..8];

    public string Text => $"Prompt p{Mark}p\n!!say {string.Join(' ', Enumerable.Range(1, Words).Select(n => $"w{Mark}\\tn{n}z"))}\n!!chunks {Words}\n!!pace 20ms";

    public string LastWord => $"w{Mark}\tn{Words}z";

    /// <summary>The words hold a tab that the prompt spells with a backslash: so the prompt, which is shown too, is never taken for its answer.</summary>
    public static string TextOf(string partsJson) =>
        string.Concat(JsonDocument.Parse(partsJson).RootElement.EnumerateArray().Select(p => p.TryGetProperty("text", out var text) ? text.GetString() : ""));

    /// <summary>The words of this prompt's answer that are in the text.</summary>
    public HashSet<string> WordsIn(string text) => [.. Word().Matches(text).Where(m => m.Groups[1].Value == Mark).Select(m => m.Value)];

    /// <summary>The prompt that a request to Google asks: the last one in its body.</summary>
    public static string? MarkOf(string requestBody) => Prompt().Matches(requestBody) is [.., var last] ? last.Groups[1].Value : null;

    [GeneratedRegex("w([0-9a-f]{8})\tn\\d+z")]
    private static partial Regex Word();

    [GeneratedRegex("Prompt p([0-9a-f]{8})p")]
    private static partial Regex Prompt();
}

/// <summary>What the world outside was told, written to a file of its own at once: the program's memory is not asked.</summary>
internal sealed class CrashJournal : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly StreamWriter _writer;
    private readonly ConcurrentDictionary<Guid, CrashPrompt> _asked = new();
    private readonly ConcurrentDictionary<Guid, bool> _acknowledged = new();
    private readonly ConcurrentDictionary<Guid, HashSet<string>> _seen = new();

    public CrashJournal() => _writer = new StreamWriter(_directory.File("acknowledged.log")) { AutoFlush = true };

    public IReadOnlyCollection<CrashPrompt> Asked => [.. _asked.Values];

    public bool WasAcknowledged(CrashPrompt prompt) => _acknowledged.ContainsKey(prompt.TurnId);

    public IReadOnlySet<string> SeenOf(CrashPrompt prompt) => _seen.GetValueOrDefault(prompt.TurnId) ?? [];

    public void Ask(CrashPrompt prompt)
    {
        _asked[prompt.TurnId] = prompt;
        Write($"asked {prompt.TurnId}");
    }

    public void Acknowledge(CrashPrompt prompt)
    {
        _acknowledged[prompt.TurnId] = true;
        Write($"acknowledged {prompt.TurnId}");
    }

    public void See(CrashPrompt prompt, HashSet<string> words)
    {
        _seen[prompt.TurnId] = words;
        Write($"seen {prompt.TurnId} {words.Count}");
    }

    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        await _directory.DisposeAsync();
    }

    private void Write(string line)
    {
        lock (_writer)
        {
            _writer.WriteLine(line);
        }
    }
}
