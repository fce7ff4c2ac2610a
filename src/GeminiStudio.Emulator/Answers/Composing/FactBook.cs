namespace GeminiStudio.Emulator.Answers.Composing;

/// <summary>A few true paragraphs on what people like to ask in a demonstration.</summary>
internal static class FactBook
{
    private static readonly (string Pattern, string Text)[] Facts =
    [
        ("sky.*blue|blue.*sky", "The sky is blue because air molecules scatter short wavelengths of sunlight much more strongly than long ones. This **Rayleigh scattering** grows with the fourth power of the frequency, so blue light reaches us from every direction. At sunset the light travels through more air, most of the blue is scattered away, and the reds remain."),
        ("photosynthes", "Photosynthesis is how plants, algae and some bacteria turn light into chemical energy. Chlorophyll absorbs mostly red and blue light, water is split, and oxygen is set free. The energy then builds sugar out of carbon dioxide: $6\\,CO_2 + 6\\,H_2O \\rightarrow C_6H_{12}O_6 + 6\\,O_2$."),
        ("black hole", "A black hole is a region of space from which not even light escapes. Its edge is called the **event horizon**. Most form when a massive star collapses; the ones in the centres of galaxies weigh millions to billions of suns."),
        ("gravity", "Gravity is the attraction between masses. Newton described it as a force that falls with the square of the distance. Einstein described it as the curvature of space and time, which explains also why light bends near the sun."),
        ("quantum comput", "A quantum computer works with qubits, which can be in a superposition of 0 and 1. Operations change the amplitudes of many states at once, and interference makes right answers likely. It is expected to help with simulating molecules and with factoring, not with everyday programs."),
        ("recursion", "Recursion means that a function solves a problem by calling itself on a smaller one. It needs a **base case** that stops it and a step that comes closer to it. Trees and nested lists are its natural home."),
        ("binary search", "Binary search finds a value in a sorted list by halving it. Compare with the middle element, keep the half that can still hold the value, and repeat. A million entries need at most 20 comparisons."),
        (@"\bhttp\b|\bhttps\b", "HTTP is the protocol of the web: a client sends a request with a method, a path and headers, and a server answers with a status and a body. It is stateless, so everything a server needs to know comes with each request. HTTPS is the same inside an encrypted connection."),
        (@"\bdns\b", "DNS translates names such as example.org into addresses. A resolver asks the root servers, then those of the top-level domain, then those of the domain itself, and remembers the answer for as long as it may."),
        ("docker|container", "A container packs a program with all that it needs and runs it apart from others, on the kernel of its host. Images are built in layers, so that only what changed is built and sent again. That makes them smaller and quicker to start than virtual machines."),
        (@"\bgit\b", "Git stores snapshots of a project, each with a link to the one before it. A branch is only a movable name for such a snapshot, which is why branching costs nothing. Merging joins two lines of work, and a conflict appears where both changed the same place."),
        (@"\b(llm|language model|transformer)", "A large language model predicts the next token of a text. It learned to do so from a great amount of writing, with a network of attention layers that weigh which earlier words matter. Temperature decides how often it picks something other than the likeliest word."),
        (@"\bblazor\b", "Blazor lets you build web interfaces in C#. On the server it keeps the state of a page in memory and sends only the differences over a SignalR connection; in WebAssembly the same components run in the browser."),
        (@"\b(rainbow)", "A rainbow appears when sunlight is refracted, reflected and refracted again in drops of water. Each colour leaves at an angle of its own, red at about 42 degrees, which is why you see bands. The sun is always behind you."),
        (@"\bcats?\b", "Cats sleep twelve to sixteen hours a day and hunt mostly at dusk and dawn. They land on their feet because a reflex turns first the head and then the body. A purr can mean comfort, and sometimes the wish for it."),
    ];

    private static readonly Dictionary<string, string> Capitals = new(StringComparer.OrdinalIgnoreCase)
    {
        ["France"] = "Paris", ["Germany"] = "Berlin", ["Italy"] = "Rome", ["Spain"] = "Madrid", ["Portugal"] = "Lisbon",
        ["Norway"] = "Oslo", ["Sweden"] = "Stockholm", ["Finland"] = "Helsinki", ["Denmark"] = "Copenhagen", ["Poland"] = "Warsaw",
        ["Austria"] = "Vienna", ["Switzerland"] = "Bern", ["Greece"] = "Athens", ["Ireland"] = "Dublin", ["Japan"] = "Tokyo",
        ["China"] = "Beijing", ["India"] = "New Delhi", ["Canada"] = "Ottawa", ["Australia"] = "Canberra", ["Brazil"] = "Brasília",
        ["Argentina"] = "Buenos Aires", ["Egypt"] = "Cairo", ["Kenya"] = "Nairobi", ["Wyoming"] = "Cheyenne", ["California"] = "Sacramento",
    };

    public static string? Answer(Question question)
    {
        if (question.Asks(@"\bcapital\b") && Capitals.FirstOrDefault(c => question.Text.Contains(c.Key, StringComparison.OrdinalIgnoreCase)) is { Key: not null } capital)
        {
            return $"The capital of {capital.Key} is **{capital.Value}**.";
        }
        var text = question.IsFollowUp ? question.Topic : question.Head;
        return Facts.FirstOrDefault(f => Question.Matches(text, f.Pattern)).Text is { } fact
            ? (question.IsFollowUp ? $"Coming back to {question.Topic}: {fact}" : fact)
            : null;
    }
}
