using GeminiStudio.Gemini;

namespace GeminiStudio.Sessions;

/// <summary>What is about to be sent, for a look at it before it is.</summary>
public sealed record PreflightInput
{
    public required ModelInfo Model { get; init; }

    public required RunSettings Settings { get; init; }

    /// <summary>As it would be sent.</summary>
    public string SystemInstruction { get; init; } = "";

    /// <summary>What the composer holds; empty when nothing new is said.</summary>
    public string Text { get; init; } = "";

    /// <summary>The branch that goes along.</summary>
    public IReadOnlyList<HistoryTurn> History { get; init; } = [];

    /// <summary>Variables with a value that cannot be used, by name, and why.</summary>
    public IReadOnlyList<(string Name, string Problem)> Unset { get; init; } = [];

    /// <summary>Files that the request names.</summary>
    public IReadOnlyList<PreflightFile> Files { get; init; } = [];

    /// <summary>Files that turns of the branch name and whose bytes are not here any more.</summary>
    public IReadOnlyList<(Guid TurnId, string Name)> GoneFromTurns { get; init; } = [];

    /// <summary>Tokens of all of it, counted or estimated; 0 when not known.</summary>
    public int Tokens { get; init; }

    /// <summary>Models to go to when this one is too small.</summary>
    public IReadOnlyList<ModelInfo> Models { get; init; } = [];

    /// <summary>UTC.</summary>
    public required DateTime Now { get; init; }
}

/// <summary>A file at Google's that a request names.</summary>
/// <param name="Key">Of the attachment.</param>
/// <param name="Name">As people see it.</param>
/// <param name="ExpiresAt">When Google drops it, UTC; null when it does not.</param>
/// <param name="HasBytes">Whether the bytes are still here, so that it can be uploaded again.</param>
/// <param name="TellsPlace">Whether it is a photo that says where it was taken.</param>
public sealed record PreflightFile(string Key, string Name, DateTime? ExpiresAt, bool HasBytes, bool TellsPlace = false);

/// <summary>Something that Google would refuse, ignore or should not see.</summary>
/// <param name="Code">setting, range, clash, stop, safety, schema, function, speech, signature, context, variable, secret, place or file.</param>
/// <param name="Words">What it is, in one or two sentences.</param>
/// <param name="Fix">What mends it.</param>
/// <param name="Blocks">Whether the run is refused as long as it is there.</param>
public sealed record PreflightLine(string Code, string Words, PreflightFix Fix, bool Blocks = false);

/// <summary>How a line is mended.</summary>
public enum PreflightFixKind
{
    /// <summary>By the settings that come along.</summary>
    ChangeSettings,

    /// <summary>By taking the secrets out of what is typed.</summary>
    CleanTexts,

    /// <summary>By going to the variable's field.</summary>
    FillVariable,

    /// <summary>By picking another model.</summary>
    PickModel,

    /// <summary>By uploading the file again.</summary>
    RenewFile,

    /// <summary>By taking the file out.</summary>
    RemoveFile,

    /// <summary>By taking the place out of a photo.</summary>
    RemovePlace,

    /// <summary>By going to the turn.</summary>
    ShowTurn,
}

/// <summary>A button that mends a line.</summary>
/// <param name="Label">Names the act.</param>
/// <param name="Kind">Who has to do it.</param>
public sealed record PreflightFix(string Label, PreflightFixKind Kind)
{
    /// <summary>The mended settings, for <see cref="PreflightFixKind.ChangeSettings"/>.</summary>
    public RunSettings? Settings { get; init; }

    /// <summary>A variable's name, a file's key, or a turn's id.</summary>
    public string? Subject { get; init; }
}

/// <summary>A look at a request before it is sent: what would fail or leak, and a way to mend each.</summary>
public static class Preflight
{
    /// <summary>The worst first; empty when there is nothing to say.</summary>
    public static IReadOnlyList<PreflightLine> Check(PreflightInput input) =>
    [
        .. new[]
        {
            input.Unset.Select(Unset),
            Secrets(input),
            PreflightSettings.Check(input.Model, input.Settings),
            PreflightSchemas.Check(input.Model, input.Settings),
            PreflightSignatures.Check(input),
            Context(input),
            input.GoneFromTurns.Select(Gone),
            input.Files.Where(f => !f.HasBytes || f.ExpiresAt <= input.Now).Select(Expired),
            input.Files.Where(f => f.TellsPlace).Select(Place),
        }.SelectMany(lines => lines).OrderByDescending(line => line.Blocks),
    ];

    private static PreflightLine Unset((string Name, string Problem) variable) => new(
        "variable", variable.Problem, new("Fill it in", PreflightFixKind.FillVariable) { Subject = variable.Name }, Blocks: true);

    private static IEnumerable<PreflightLine> Secrets(PreflightInput input)
    {
        foreach (var (text, place) in new[] { (input.Text, "The message"), (input.SystemInstruction, "The system instruction") })
        {
            if (SecretScan.Find(text) is { Count: > 0 } kinds)
            {
                yield return new("secret", $"{place} seems to hold {string.Join(" and ", kinds)}. It would go to Google and stay in the chat.", new("Take it out", PreflightFixKind.CleanTexts));
            }
        }
    }

    private static IEnumerable<PreflightLine> Context(PreflightInput input)
    {
        if (input.Model.InputTokenLimit <= 0 || input.Tokens <= input.Model.InputTokenLimit)
        {
            return [];
        }

        var larger = input.Models.FirstOrDefault(m => m.Generates && m.IsListed != false && m.InputTokenLimit >= input.Tokens);
        return
        [
            new("context", $"About {input.Tokens:N0} tokens are more than the {input.Model.InputTokenLimit:N0} that {input.Model.DisplayName} takes.", larger is null
                ? new("Pick a model", PreflightFixKind.PickModel)
                : new($"Use {larger.DisplayName}", PreflightFixKind.ChangeSettings) { Settings = input.Settings with { Model = larger.Id } }),
        ];
    }

    private static PreflightLine Expired(PreflightFile file) => file.HasBytes
        ? new("file", $"Google has dropped {file.Name}: files stay there for 48 hours.", new("Upload it again", PreflightFixKind.RenewFile) { Subject = file.Key })
        : new("file", $"{file.Name} is not on the server any more, so it cannot be sent.", new("Take it out", PreflightFixKind.RemoveFile) { Subject = file.Key }, Blocks: true);

    private static PreflightLine Place(PreflightFile file) => new(
        "place", $"{file.Name} says where it was taken. That goes to Google with it.", new("Take the place out", PreflightFixKind.RemovePlace) { Subject = file.Key });

    private static PreflightLine Gone((Guid TurnId, string Name) file) => new(
        "file", GoneWords(file.Name), new("Show the turn", PreflightFixKind.ShowTurn) { Subject = $"{file.TurnId}" }, Blocks: true);

    /// <summary>Why a chat cannot go on whose turn names a file that is gone.</summary>
    internal static string GoneWords(string name) => $"{name} in this chat is not on the server any more. Delete the turn that has it, or attach the same file again and remove it: then it is back.";
}
