using GeminiStudio.Emulator.Wire;

namespace GeminiStudio.Emulator.Scripts;

/// <summary>Reads <c>!!error 429 retry 3s</c> and its relatives.</summary>
internal static class ErrorDirective
{
    private static readonly TimeSpan UsualDelay = TimeSpan.FromSeconds(34.074824224);

    /// <summary>The refusal asked for; null when there is no such one.</summary>
    public static GoogleError? Read(DirectiveArguments arguments)
    {
        if (arguments.Count() is not { } code)
        {
            return null;
        }
        var retry = arguments.DurationAfter("retry");
        var word = arguments.Words.Count > 1 ? arguments.Words[1].ToUpperInvariant() : "";
        return (code, word) switch
        {
            (_, "") => GoogleErrors.ForStatus(code),
            (429, "DAILY") => GoogleErrors.QuotaExceeded(arguments.ModelId, retry ?? UsualDelay, daily: true),
            (429, "QUOTA") => GoogleErrors.QuotaExceeded(arguments.ModelId, retry ?? UsualDelay, daily: false),
            (429, "RETRY") when retry is { } delay => GoogleErrors.QuotaExceeded(arguments.ModelId, delay, daily: false),
            (400, "KEY") => GoogleErrors.InvalidKey(),
            (400, "EXPIRED") => GoogleErrors.ExpiredKey(),
            (403, "KEY") => GoogleErrors.MissingKey(),
            (403, "LEAKED") => GoogleErrors.LeakedKey(),
            (403, "DISABLED") => GoogleErrors.ServiceDisabled(),
            (400, "LOCATION") => new(400, "FAILED_PRECONDITION", "User location is not supported for the API use."),
            _ => null,
        };
    }
}
