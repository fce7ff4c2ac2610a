using GeminiStudio.Files;

namespace GeminiStudio.Sessions;

/// <summary>What a variable of kind file is set to: the file's hash, a space, its name.</summary>
public static class VariableFile
{
    private const int HashLength = 64;

    /// <summary>Null when the value is no file.</summary>
    public static Attachment? Read(string? value) =>
        value is { Length: > HashLength + 1 } && value[HashLength] == ' ' && FileReference.IsHash(value[..HashLength])
            ? new Attachment { Hash = value[..HashLength], Name = TypedText.OneLine(value[(HashLength + 1)..], 200) }
            : null;

    public static string Write(string hash, string name) => $"{hash} {name}";
}
