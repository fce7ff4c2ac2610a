using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace GeminiStudio.Functions;

/// <summary>Calls a function's endpoint through the guarded client. The model fills declared slots and nothing else.</summary>
public sealed partial class HttpFunctions(GuardedHttpClient client, FunctionSecretStore secrets)
{
    private static readonly string[] Methods = ["GET", "POST", "PUT", "PATCH", "DELETE"];

    // Names that say how a message is sent, whom it is for, or who asks.
    private static readonly HashSet<string> Reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        "Host", "Content-Length", "Content-Type", "Transfer-Encoding", "Connection", "Keep-Alive", "Upgrade", "TE", "Trailer", "Expect", "Cookie",
        "Proxy-Authorization", "Proxy-Connection",
    };

    /// <summary>Largest part of an answer that goes to the model, in characters.</summary>
    public const int LongestResult = 16 * 1024;

    /// <summary>Why an endpoint cannot be saved; null when it can.</summary>
    public static string? Problem(HttpAnswer endpoint) =>
        !Methods.Contains(endpoint.Method) ? "The method is GET, POST, PUT, PATCH or DELETE."
        : GuardedScope.HostOf(endpoint.Url) is null ? "The endpoint is an http or https address whose host is fixed."
        : endpoint.TimeoutSeconds is < 1 or > 60 ? "The timeout is from 1 to 60 seconds."
        : TakesHeader(endpoint.Header) ? null : "That cannot be the name of a header.";

    /// <summary>Whether a secret may be sent under this name; none is a name, too.</summary>
    public static bool TakesHeader(string? name) => string.IsNullOrEmpty(name) || (HeaderName().IsMatch(name) && !Reserved.Contains(name));

    /// <summary>A text as the model is given it: not longer than it should be, and without the secret that was sent.</summary>
    public static string Shown(string text, string? secret)
    {
        var plain = string.IsNullOrEmpty(secret) ? text : text.Replace(secret, "***", StringComparison.Ordinal);
        return plain.Length <= LongestResult ? plain : $"{plain[..LongestResult]}… (cut: {plain.Length} characters came)";
    }

    /// <exception cref="GuardedException">It failed; the message is for the person.</exception>
    public async Task<JsonNode?> CallAsync(Guid ownerId, FunctionCall call, FunctionDraft declaration, HttpAnswer endpoint, CancellationToken cancellationToken)
    {
        if (Problem(endpoint) is { } problem || endpoint.Host is null)
        {
            throw new GuardedException(Problem(endpoint) ?? "Save the function again: its host was never allowed.");
        }

        var secret = string.IsNullOrEmpty(endpoint.Header) || string.IsNullOrEmpty(endpoint.Secret) ? null
            : (await secrets.FindAsync(ownerId, endpoint.Secret, cancellationToken) ?? throw new GuardedException($"There is no secret named {endpoint.Secret}.")).Reveal();
        using var request = Request(call, declaration, endpoint, secret);
        var answer = await client.SendAsync(request, new(endpoint.Host, endpoint.AllowsLoopback), TimeSpan.FromSeconds(endpoint.TimeoutSeconds), cancellationToken);
        var body = Json(Shown(answer.Text, secret));
        return answer.Status is >= 200 and < 300 ? body : new JsonObject { ["error"] = $"HTTP {answer.Status}", ["body"] = body };
    }

    private static HttpRequestMessage Request(FunctionCall call, FunctionDraft declaration, HttpAnswer endpoint, string? secret)
    {
        var declared = declaration.Parameters.Properties.Select(p => p.Name).ToHashSet(StringComparer.Ordinal);
        var left = call.Args.Where(a => declared.Contains(a.Key)).ToDictionary(a => a.Key, a => a.Value, StringComparer.Ordinal);
        var url = Slot().Replace(endpoint.Url, slot => left.Remove(slot.Groups["name"].Value, out var value) ? Segment(Text(value)) : "");
        var hasBody = endpoint.Method is "POST" or "PUT" or "PATCH";
        if (!hasBody && left.Count > 0)
        {
            url += (url.Contains('?', StringComparison.Ordinal) ? '&' : '?') + string.Join('&', left.Select(a => $"{Uri.EscapeDataString(a.Key)}={Uri.EscapeDataString(Text(a.Value))}"));
        }

        var request = new HttpRequestMessage(new HttpMethod(endpoint.Method), url);
        if (hasBody)
        {
            var body = new JsonObject(left.Select(a => KeyValuePair.Create(a.Key, a.Value?.DeepClone())));
            request.Content = new StringContent(Declarations.Write(body), Encoding.UTF8, "application/json");
        }

        if (secret is not null)
        {
            request.Headers.TryAddWithoutValidation(endpoint.Header!, secret);
        }

        return request;
    }

    // A slot is one piece of a path or one value of a query: it cannot climb out of its place.
    private static string Segment(string text) => text is "." or ".." ? throw new GuardedException("An argument would change the path.") : Uri.EscapeDataString(text);

    private static string Text(JsonNode? value) => value switch
    {
        null => "",
        JsonValue v when v.TryGetValue(out string? text) => text,
        _ => value.ToJsonString(),
    };

    private static JsonNode? Json(string text)
    {
        try
        {
            return JsonNode.Parse(text, documentOptions: new() { MaxDepth = JsonSource.MaxDepth, AllowDuplicateProperties = false });
        }
        catch (JsonException)
        {
            return text.Replace("\0", "", StringComparison.Ordinal);
        }
    }

    [GeneratedRegex(@"\{(?<name>[A-Za-z0-9_.-]{1,64})\}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Slot();

    [GeneratedRegex("^[A-Za-z0-9-]{1,64}$", RegexOptions.CultureInvariant)]
    private static partial Regex HeaderName();
}
