using GeminiStudio.Emulator.Wire;

namespace GeminiStudio.Emulator.Requests;

/// <summary>Decides whether a key gets in, and refuses in Google's words.</summary>
internal sealed class KeyGate(IReadOnlyCollection<string>? acceptedKeys)
{
    /// <summary>Keys that begin so are refused even where any key is let in, so that a demo can show it.</summary>
    private static readonly (string Prefix, Func<GoogleError> Error)[] MagicKeys =
    [
        ("invalid-", GoogleErrors.InvalidKey),
        ("expired-", GoogleErrors.ExpiredKey),
        ("leaked-", GoogleErrors.LeakedKey),
        ("disabled-", GoogleErrors.ServiceDisabled),
    ];

    public static string? KeyOf(HttpRequest request) =>
        NullIfEmpty(request.Headers["x-goog-api-key"].ToString()) ?? NullIfEmpty(request.Query["key"].ToString());

    /// <summary>The refusal, or null when the request may pass.</summary>
    public GoogleError? Refuse(HttpRequest request)
    {
        var key = KeyOf(request);
        foreach (var (prefix, error) in MagicKeys)
        {
            if (key?.StartsWith(prefix, StringComparison.Ordinal) == true)
            {
                return error();
            }
        }
        if (acceptedKeys is null)
        {
            return null;
        }
        if (key is null)
        {
            return request.Headers.Authorization.Count > 0 ? GoogleErrors.BadCredentials() : GoogleErrors.MissingKey();
        }
        return acceptedKeys.Contains(key) ? null : GoogleErrors.InvalidKey();
    }

    private static string? NullIfEmpty(string value) => value.Length == 0 ? null : value;
}
