using System.Collections.Concurrent;
using GeminiStudio.Keys;

namespace GeminiStudio.Web.Keys;

/// <summary>What became of a key, in words for the page.</summary>
/// <param name="Tone">ok, warn or err.</param>
/// <param name="Title">What happened.</param>
/// <param name="Words">Google's words, or what to do.</param>
public sealed record KeyNote(string Tone, string Title, string Words)
{
    public static KeyNote Of(KeyCheck check) => check switch
    {
        { Works: true } => new("ok", "The key works.", check.Message),
        { Works: false, WasStored: true } => new("err", "Google refused the key.", check.Message),
        { Works: false } => new("err", "Not saved.", check.Message),
        { WasStored: true } => new("warn", "Saved, but not checked.", $"{check.Message} Check it again later."),
        _ => new("err", "Not saved.", check.Message),
    };
}

/// <summary>Hands what Google said from the form's post to the page that follows: read once, and gone after a minute.</summary>
internal sealed class KeyNotes(TimeProvider time)
{
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<string, (KeyNote Note, DateTimeOffset At)> _notes = new(StringComparer.Ordinal);

    /// <returns>The id under which the page takes it.</returns>
    public string Leave(KeyNote note)
    {
        foreach (var old in _notes.Where(n => time.GetUtcNow() - n.Value.At > Life))
        {
            _notes.TryRemove(old);
        }

        var id = Guid.NewGuid().ToString("N");
        _notes[id] = (note, time.GetUtcNow());
        return id;
    }

    /// <summary>Null when there is none under this id any more.</summary>
    public KeyNote? Take(string? id) => id is not null && _notes.TryRemove(id, out var found) ? found.Note : null;
}
