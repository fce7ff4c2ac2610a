using System.Globalization;
using System.Text.Json.Nodes;

namespace GeminiStudio.Emulator.Wire;

/// <summary>The refusals that Google is known to send, word for word.</summary>
internal static class GoogleErrors
{
    private const string Service = "generativelanguage.googleapis.com";
    private const string DemoProject = "12345678";

    public static GoogleError InvalidArgument(string message) => new(400, "INVALID_ARGUMENT", message);

    public static GoogleError InvalidKey() => KeyError("API key not valid. Please pass a valid API key.");

    public static GoogleError ExpiredKey() => KeyError("API key expired. Please renew the API key.");

    public static GoogleError LeakedKey() =>
        new(403, "PERMISSION_DENIED", "Your API key was reported as leaked. Please use another API key.");

    public static GoogleError MissingKey() => new(403, "PERMISSION_DENIED",
        "Method doesn't allow unregistered callers (callers without established identity). Please use API Key or other form of API consumer identity to call this API.");

    public static GoogleError BadCredentials() => new(401, "UNAUTHENTICATED",
        "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project.",
        [ErrorInfo("ACCESS_TOKEN_TYPE_UNSUPPORTED")]);

    public static GoogleError ServiceDisabled()
    {
        var url = $"https://console.developers.google.com/apis/api/{Service}/overview?project={DemoProject}";
        return new(403, "PERMISSION_DENIED",
            $"Generative Language API has not been used in project {DemoProject} before or it is disabled. Enable it by visiting {url} then retry. If you enabled this API recently, wait a few minutes for the action to propagate to our systems and retry.",
            [Help("Google developers console API activation", url), ErrorInfo("SERVICE_DISABLED", ("consumer", "projects/" + DemoProject))]);
    }

    public static GoogleError ModelNotFound(string modelId, string version, string verb) => new(404, "NOT_FOUND",
        $"models/{modelId} is not found for API version {version}, or is not supported for {verb}. Call ModelService.ListModels to see the list of available models and their supported methods.");

    /// <summary>For a file that is deleted, expired, or never was; Google does not tell them apart.</summary>
    public static GoogleError NoSuchFile(string name) => new(403, "PERMISSION_DENIED",
        $"You do not have permission to access the File {name["files/".Length..]} or it may not exist.");

    public static GoogleError FileNotActive(string name) => new(400, "FAILED_PRECONDITION",
        $"The File {name["files/".Length..]} is not in an ACTIVE state and usage is not allowed.");

    /// <summary>For what Google serves and the emulator does not; the words are ours so that nobody mistakes them.</summary>
    public static GoogleError NotEmulated(string verb) =>
        new(501, "UNIMPLEMENTED", $"The emulator does not serve {verb} yet.");

    public static GoogleError TooLarge(long limitBytes) => new(413, "INVALID_ARGUMENT",
        string.Create(CultureInfo.InvariantCulture, $"Request payload size exceeds the limit: {limitBytes} bytes."));

    public static GoogleError OutOfCapacity() =>
        new(429, "RESOURCE_EXHAUSTED", "Resource has been exhausted (e.g. check quota).");

    /// <summary>A quota of the free tier is used up.</summary>
    /// <param name="retryDelay">What RetryInfo says.</param>
    /// <param name="daily">Whether it is the quota of the day, which no retry helps.</param>
    public static GoogleError QuotaExceeded(string modelId, TimeSpan retryDelay, bool daily)
    {
        const string metric = Service + "/generate_content_free_tier_requests";
        var limit = daily ? "250" : "10";
        var delay = retryDelay.TotalSeconds.ToString("0.#########", CultureInfo.InvariantCulture) + "s";
        return new(429, "RESOURCE_EXHAUSTED",
            $"You exceeded your current quota, please check your plan and billing details. For more information on this error, head to: https://ai.google.dev/gemini-api/docs/rate-limits. To monitor your current usage, head to: https://ai.dev/rate-limit. \n* Quota exceeded for metric: {metric}, limit: {limit}, model: {modelId}\nPlease retry in {delay}.",
            [
                Help("Learn more about Gemini API quotas", "https://ai.google.dev/gemini-api/docs/rate-limits"),
                new JsonObject
                {
                    ["@type"] = "type.googleapis.com/google.rpc.QuotaFailure",
                    ["violations"] = new JsonArray(new JsonObject
                    {
                        ["quotaMetric"] = metric,
                        ["quotaId"] = $"GenerateRequestsPer{(daily ? "Day" : "Minute")}PerProjectPerModel-FreeTier",
                        ["quotaDimensions"] = new JsonObject { ["location"] = "global", ["model"] = modelId },
                        ["quotaValue"] = limit,
                    }),
                },
                new JsonObject { ["@type"] = "type.googleapis.com/google.rpc.RetryInfo", ["retryDelay"] = delay },
            ]);
    }

    /// <summary>What the given status usually says; null for a status that Google does not send.</summary>
    public static GoogleError? ForStatus(int code) => code switch
    {
        400 => InvalidArgument("Request contains an invalid argument."),
        401 => BadCredentials(),
        403 => new(403, "PERMISSION_DENIED", "The caller does not have permission"),
        404 => new(404, "NOT_FOUND", "Requested entity was not found."),
        409 => new(409, "ABORTED", "The operation was aborted."),
        413 => TooLarge(20_971_520),
        429 => OutOfCapacity(),
        499 => new(499, "CANCELLED", "The operation was cancelled."),
        500 => new(500, "INTERNAL", "An internal error has occurred. Please retry or report in https://developers.generativeai.google/guide/troubleshooting"),
        501 => new(501, "UNIMPLEMENTED", "Operation is not implemented, or supported, or enabled."),
        502 => new(502, "BAD_GATEWAY", "The server encountered a temporary error and could not complete your request.") { AsHtml = true },
        503 => new(503, "UNAVAILABLE", "The model is overloaded. Please try again later."),
        504 => new(504, "DEADLINE_EXCEEDED", "Deadline expired before operation could complete."),
        _ => null,
    };

    private static GoogleError KeyError(string message) => new(400, "INVALID_ARGUMENT", message,
    [
        ErrorInfo("API_KEY_INVALID"),
        new JsonObject
        {
            ["@type"] = "type.googleapis.com/google.rpc.LocalizedMessage",
            ["locale"] = "en-US",
            ["message"] = message,
        },
    ]);

    private static JsonObject ErrorInfo(string reason, params ReadOnlySpan<(string Name, string Value)> more)
    {
        var metadata = new JsonObject { ["service"] = Service };
        foreach (var (name, value) in more)
        {
            metadata[name] = value;
        }
        return new JsonObject
        {
            ["@type"] = "type.googleapis.com/google.rpc.ErrorInfo",
            ["reason"] = reason,
            ["domain"] = "googleapis.com",
            ["metadata"] = metadata,
        };
    }

    private static JsonObject Help(string description, string url) => new()
    {
        ["@type"] = "type.googleapis.com/google.rpc.Help",
        ["links"] = new JsonArray(new JsonObject { ["description"] = description, ["url"] = url }),
    };
}
