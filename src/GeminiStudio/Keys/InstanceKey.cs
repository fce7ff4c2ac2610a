using GeminiStudio.Gemini;
using Microsoft.Extensions.Configuration;

namespace GeminiStudio.Keys;

/// <summary>The key that the environment gives: <c>GEMINI_API_KEY</c>, else <c>GOOGLE_API_KEY</c>, else <c>GOOGLE_AI_API_KEY</c>, each also as <c>*_FILE</c>.</summary>
/// <param name="Key">Null when the environment gives none.</param>
/// <param name="Source">The variable's name, for the Keys page; null when there is none.</param>
public sealed record InstanceKey(Secret? Key, string? Source)
{
    private static readonly string[] Names = ["GEMINI_API_KEY", "GOOGLE_API_KEY", "GOOGLE_AI_API_KEY"];

    /// <exception cref="InvalidOperationException">A <c>*_FILE</c> names a file that cannot be read.</exception>
    public static InstanceKey Read(IConfiguration configuration)
    {
        foreach (var name in Names)
        {
            if (configuration[name]?.Trim() is { Length: > 0 } value)
            {
                return new InstanceKey(new Secret(value), name);
            }

            if (configuration[name + "_FILE"] is { Length: > 0 } path)
            {
                if (!File.Exists(path))
                {
                    throw new InvalidOperationException($"{name}_FILE names a file that does not exist. Mount the file, or set {name}.");
                }

                return new InstanceKey(new Secret(File.ReadAllText(path).Trim()), name + "_FILE");
            }
        }

        return new InstanceKey(null, null);
    }
}
