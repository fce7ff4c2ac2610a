using System.Collections.Concurrent;
using Microsoft.AspNetCore.Components;

namespace GeminiStudio.Web.Kit;

/// <summary>The shapes of our icons, drawn on a 24 by 24 grid with a stroke of 1.6.</summary>
internal static class IconShapes
{
    private static readonly Dictionary<string, string> Shapes = new(StringComparer.Ordinal)
    {
        ["archive"] = """<rect x="3.5" y="4.5" width="17" height="4.5" rx="1"/><path d="M5 9v10.5h14V9M10 13h4"/>""",
        ["ask"] = """<circle cx="12" cy="12" r="8.5"/><path d="M9.5 9.7c.2-1.4 1.2-2.2 2.6-2.2 1.5 0 2.5.9 2.5 2.2 0 1.9-2.5 2-2.5 4"/><circle cx="12.1" cy="16.3" r="0.95" fill="currentColor" stroke="none"/>""",
        ["upload"] = """<path d="M12 19.5V9M7.5 13 12 8.5l4.5 4.5M5 4.5h14"/>""",
        ["mic"] = """<rect x="9" y="3.5" width="6" height="11" rx="3"/><path d="M5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v2.5"/>""",
        ["camera"] = """<path d="M4.5 7.5h3l1.5-2.5h6l1.5 2.5h3v11h-15z"/><circle cx="12" cy="12.8" r="3.3"/>""",
        ["film"] = """<rect x="3.5" y="5.5" width="17" height="13" rx="2"/><path d="m10.5 9.5 4.5 2.5-4.5 2.5z"/>""",
        ["file"] = """<path d="M6.5 3.5h7l4 4v13h-11zM13.5 3.5v4h4"/>""",
        ["sound"] = """<path d="M5 9.5v5h3.5L13 18V6L8.5 9.5zM16 9.5c1 1.5 1 3.5 0 5M18.5 7.5c2 2.7 2 6.3 0 9"/>""",
        ["attach"] = """<path d="M17.5 7v9a5.5 5.5 0 0 1-11 0V7a3.5 3.5 0 0 1 7 0v8.5a1.5 1.5 0 0 1-3 0V8"/>""",
        ["beaker"] = """<path d="M9.5 3.5h5M10.5 3.5V9l-5.5 9.5c-.5 1 0 2 1.2 2h11.6c1.2 0 1.7-1 1.2-2L13.5 9V3.5M7.8 14.5h8.4"/>""",
        ["bookmark"] = """<path d="M7 4.5h10V20l-5-3.8L7 20z"/>""",
        ["branch"] = """<circle cx="7" cy="6" r="2"/><circle cx="7" cy="18" r="2"/><circle cx="17" cy="8.5" r="2"/><path d="M7 8v8M17 10.5c0 3-4 3.5-8.5 5"/>""",
        ["bulb"] = """<path d="M9 16.5c-2-1.2-3.2-3-3.2-5.3a6.2 6.2 0 0 1 12.4 0c0 2.3-1.2 4.1-3.2 5.3v1.5H9zM10 20.5h4"/>""",
        ["chat"] = """<path d="M4.5 5.5h15v11h-9l-4 3.5v-3.5h-2z"/>""",
        ["check"] = """<path d="m5 12.5 4.5 4.5L19 7.5"/>""",
        ["clock"] = """<circle cx="12" cy="12" r="8.5"/><path d="M12 7v5.3l3.5 2"/>""",
        ["close"] = """<path d="m6.5 6.5 11 11M17.5 6.5l-11 11"/>""",
        ["codeTag"] = """<path d="m8 7.5-4.5 4.5L8 16.5M16 7.5l4.5 4.5-4.5 4.5M13.5 5.5l-3 13"/>""",
        ["compare"] = """<rect x="3.5" y="5" width="7" height="14" rx="1.5"/><rect x="13.5" y="5" width="7" height="14" rx="1.5"/>""",
        ["copy"] = """<rect x="8.5" y="8.5" width="11" height="11.5" rx="2"/><path d="M15.5 8.5V4.5h-11V16h4"/>""",
        ["cpu"] = """<rect x="7" y="7" width="10" height="10" rx="1.5"/><path d="M10 3.5V7M14 3.5V7M10 17v3.5M14 17v3.5M3.5 10H7M3.5 14H7M17 10h3.5M17 14h3.5"/>""",
        ["down"] = """<path d="m6 9.5 6 6 6-6"/>""",
        ["download"] = """<path d="M12 4.5v10.5M7.5 11l4.5 4.5L16.5 11M5 19.5h14"/>""",
        ["edit"] = """<path d="m5 19 .8-3.8L16.3 4.7l3 3L8.8 18.2z"/><path d="m14.3 6.7 3 3"/>""",
        ["error"] = """<circle cx="12" cy="12" r="8.5"/><path d="M12 7.5v5.5"/><circle cx="12" cy="16" r="0.95" fill="currentColor" stroke="none"/>""",
        ["external"] = """<path d="M10 5.5H5v13.5h13.5V14M13.5 5H19v5.5M19 5l-8.5 8.5"/>""",
        ["fn"] = """<path d="M14.5 4.5c-2.8-.5-3.4 1-3.7 3L9 17c-.4 2.2-1.4 3-3.5 2.5"/><path d="M7.5 10.5h7"/><path d="m15 13.5 4 5M19 13.5l-4 5"/>""",
        ["schema"] = """<rect x="3.5" y="4.5" width="6" height="5" rx="1.2"/><rect x="14.5" y="9.5" width="6" height="5" rx="1.2"/><rect x="14.5" y="16" width="6" height="4.5" rx="1.2"/><path d="M6.5 9.5v8.8h8M6.5 12h8"/>""",
        ["wand"] = """<path d="m4.5 19.5 10-10M16.5 3.5v3M15 5h3M19.5 9.5v3M18 11h3M10 4v2.5M8.8 5.2h2.4"/>""",
        ["globe"] = """<circle cx="12" cy="12" r="8.5"/><path d="M3.5 12h17M12 3.5c2.5 2.4 3.6 5.2 3.6 8.5s-1.1 6.1-3.6 8.5c-2.5-2.4-3.6-5.2-3.6-8.5s1.1-6.1 3.6-8.5z"/>""",
        ["ghost"] = """<path d="M5.5 20V11a6.5 6.5 0 0 1 13 0v9l-2.6-1.8L13.5 20 12 18.6 10.5 20l-2.4-1.8z"/><circle cx="9.7" cy="11" r="1" fill="currentColor" stroke="none"/><circle cx="14.3" cy="11" r="1" fill="currentColor" stroke="none"/>""",
        ["image"] = """<rect x="3.5" y="4.5" width="17" height="15" rx="2"/><circle cx="9" cy="9.5" r="1.6"/><path d="m4 17.5 5-4.5 3.5 3 3-2.5 4.5 3.5"/>""",
        ["info"] = """<circle cx="12" cy="12" r="8.5"/><path d="M12 11v5.5"/><circle cx="12" cy="8" r="0.95" fill="currentColor" stroke="none"/>""",
        ["json"] = """<path d="M9 4.5c-2.5 0-2.5 1-2.5 3s0 3.5-2 4.5c2 1 2 2.5 2 4.5s0 3 2.5 3"/><path d="M15 4.5c2.5 0 2.5 1 2.5 3s0 3.5 2 4.5c-2 1-2 2.5-2 4.5s0 3-2.5 3"/>""",
        ["key"] = """<circle cx="8" cy="12" r="3.8"/><path d="M11.8 12h8.7v3M16.8 12v2.4"/>""",
        ["left"] = """<path d="m14.5 6-6 6 6 6"/>""",
        ["link"] = """<path d="M10 14a4 4 0 0 0 5.7 0l3-3A4 4 0 0 0 13 5.3l-1 1"/><path d="M14 10a4 4 0 0 0-5.7 0l-3 3A4 4 0 0 0 11 18.7l1-1"/>""",
        ["lock"] = """<rect x="5.5" y="10.5" width="13" height="9.5" rx="2"/><path d="M8.5 10.5V8a3.5 3.5 0 0 1 7 0v2.5"/>""",
        ["menu"] = """<path d="M4 7h16M4 12h16M4 17h16"/>""",
        ["moon"] = """<path d="M19.5 14.2A7.8 7.8 0 1 1 10 4.5a6.2 6.2 0 0 0 9.5 9.7z"/>""",
        ["more"] = """<circle cx="6" cy="12" r="1.5" fill="currentColor" stroke="none"/><circle cx="12" cy="12" r="1.5" fill="currentColor" stroke="none"/><circle cx="18" cy="12" r="1.5" fill="currentColor" stroke="none"/>""",
        ["moreV"] = """<circle cx="12" cy="6" r="1.5" fill="currentColor" stroke="none"/><circle cx="12" cy="12" r="1.5" fill="currentColor" stroke="none"/><circle cx="12" cy="18" r="1.5" fill="currentColor" stroke="none"/>""",
        ["okc"] = """<circle cx="12" cy="12" r="8.5"/><path d="m8.3 12.3 2.6 2.6 5-5.3"/>""",
        ["panelL"] = """<rect x="3.5" y="4.5" width="17" height="15" rx="2"/><path d="M9.5 4.5v15"/>""",
        ["panelR"] = """<rect x="3.5" y="4.5" width="17" height="15" rx="2"/><path d="M14.5 4.5v15"/>""",
        ["play"] = """<path d="M8 5.5v13l10.5-6.5z"/>""",
        ["plus"] = """<path d="M12 5v14M5 12h14"/>""",
        ["prompts"] = """<path d="M6 3.5h9l4 4v13H6z"/><path d="M14.5 3.5v4.5H19"/><path d="M9 12.5h7M9 16h4.5"/>""",
        ["rerun"] = """<path d="M18.8 9A7.5 7.5 0 1 0 19.5 12"/><path d="M19.5 4.5V9H15"/>""",
        ["right"] = """<path d="m9.5 6 6 6-6 6"/>""",
        ["search"] = """<circle cx="10.5" cy="10.5" r="6"/><path d="m15 15 5 5"/>""",
        ["settings"] = """<path d="M4 7h9M17 7h3M4 17h3M11 17h9"/><circle cx="15" cy="7" r="2"/><circle cx="9" cy="17" r="2"/>""",
        ["shield"] = """<path d="M12 3.5 5 6v5.5c0 4.3 2.8 7.3 7 9 4.2-1.7 7-4.7 7-9V6z"/>""",
        ["stop"] = """<rect x="6.5" y="6.5" width="11" height="11" rx="1.5" fill="currentColor" stroke="none"/>""",
        ["swap"] = """<path d="M4 8.5h15M15.5 5 19 8.5 15.5 12M20 15.5H5M8.5 12 5 15.5 8.5 19"/>""",
        ["terminal"] = """<rect x="3.5" y="4.5" width="17" height="15" rx="2"/><path d="m7.5 9.5 3 2.5-3 2.5M12.5 15h4"/>""",
        ["token"] = """<path d="M4.5 8.5 12 4.5l7.5 4v7L12 19.5l-7.5-4z"/><path d="M4.5 8.5 12 12.5l7.5-4M12 12.5v7"/>""",
        ["trash"] = """<path d="M5 7h14M9.5 7V4.5h5V7M6.8 7l.7 12.5h9l.7-12.5"/><path d="M10.3 10.5v5.5M13.7 10.5v5.5"/>""",
        ["tune"] = """<path d="M4 7h9M17 7h3M4 17h3M11 17h9"/><circle cx="15" cy="7" r="2"/><circle cx="9" cy="17" r="2"/>""",
        ["unfold"] = """<path d="m8 9.5 4-4 4 4M8 14.5l4 4 4-4"/>""",
        ["up"] = """<path d="m6 14.5 6-6 6 6"/>""",
        ["usage"] = """<path d="M4.5 19.5h15"/><path d="M7 16.5v-5M12 16.5v-10M17 16.5v-7"/>""",
        ["warn"] = """<path d="M12 4.5 3 19.5h18z"/><path d="M12 10v4.5"/><circle cx="12" cy="16.9" r="0.9" fill="currentColor" stroke="none"/>""",
        ["sun"] = """<circle cx="12" cy="12" r="3.8"/><path d="M12 3.5v2.3M12 18.2v2.3M3.5 12h2.3M18.2 12h2.3M6 6l1.6 1.6M16.4 16.4 18 18M18 6l-1.6 1.6M7.6 16.4 6 18"/>""",
        ["auto"] = """<circle cx="12" cy="12" r="8"/><path d="M12 4v16M12 8h6.6M12 12h8M12 16h6.6"/>""", };

    public static IReadOnlyCollection<string> Names => Shapes.Keys;

#pragma warning disable RS0030 // The shapes are constants of this file: no word of a user or a model gets here.
    private static readonly ConcurrentDictionary<(string Name, int Size), MarkupString> Drawn = new();

    /// <summary>The icon as one piece of markup, for rows: there a component costs the server 2 KB each time, this nothing.</summary>
    /// <exception cref="KeyNotFoundException">There is no such icon.</exception>
    public static MarkupString Svg(string name, int size = 16) =>
        Drawn.GetOrAdd((name, size), icon => new($"""<svg class="ic" width="{icon.Size}" height="{icon.Size}" viewBox="0 0 24 24" aria-hidden="true">{Shapes[icon.Name]}</svg>"""));

    /// <summary>The mark of the studio, in the same way.</summary>
    public static MarkupString Mark(int size) => Drawn.GetOrAdd(("mark", size), icon => new(
        $"""<svg class="mark" width="{icon.Size}" height="{icon.Size}" viewBox="0 0 28 28" aria-hidden="true"><path d="M13 3.5v17A8.5 8.5 0 0 1 13 3.5z" fill="var(--gs-accent)"/><path d="M15.5 7.5a8.5 8.5 0 0 1 0 17z" fill="var(--gs-text)"/></svg>"""));

    /// <exception cref="KeyNotFoundException">There is no such icon.</exception>
    public static MarkupString Get(string name) => new(Shapes[name]);
#pragma warning restore RS0030
}
