using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace GeminiStudio.Functions;

/// <summary>Calls a function's endpoint through the guarded client. The model fills declared slots and nothing else.</summary>
public sealed partial class HttpFunctions(GuardedHttpClient client, FunctionSecretStore secrets)
{
    private static readonly string[] Methods = ["GET", "POST", "PUT", "PATCH", "DELETE"];

    /// <summary>Why an endpoint cannot be saved; null when it can.</summary>
    public static string? Problem(HttpAnswer endpoint) =>
        !Methods.Contains(endpoint.Method) ? "The method is GET, POST, PUT, PATCH or DELETE."
        : GuardedScope.HostOf(endpoint.Url) is null ? "The endpoint is an http or https address whose host is fixed."
        : endpoint.TimeoutSeconds is < 1 or > 60 ? "The timeout is from 1 to 60 seconds."
        : string.IsNullOrEmpty(endpoint.Header) || HeaderName().IsMatch(endpoint.Header) ? null : "That cannot be the name of a header.";

    /// <exception cref="GuardedException">It failed; the message is for the person.</exception>
    public async Task<JsonNode?> CallAsync(Guid ownerId, FunctionCall call, FunctionDraft declaration, HttpAnswer endpoint, CancellationToken cancellationToken)
    {
        if (Problem(endpoint) is { } problem || endpoint.Host is null)
        {
            throw new GuardedException(Problem(endpoint) ?? "Save the function again: its host was never allowed.");
        }

        using var request = await RequestAsync(ownerId, call, declaration, endpoint, cancellationToken);
        var answer = await client.SendAsync(request, new(endpoint.Host, endpoint.AllowsLoopback), TimeSpan.FromSeconds(endpoint.TimeoutSeconds), cancellationToken);
        var body = Json(answer.Text);
        return answer.Status is >= 200 and < 300 ? body : new JsonObject { ["error"] = $"HTTP {answer.Status}", ["body"] = body };
    }

    private async Task<HttpRequestMessage> RequestAsync(Guid ownerId, FunctionCall call, FunctionDraft declaration, HttpAnswer endpoint, CancellationToken cancellationToken)
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

        if (!string.IsNullOrEmpty(endpoint.Header) && !string.IsNullOrEmpty(endpoint.Secret))
        {
            var secret = await secrets.FindAsync(ownerId, endpoint.Secret, cancellationToken) ?? throw new GuardedException($"There is no secret named {endpoint.Secret}.");
            request.Headers.TryAddWithoutValidation(endpoint.Header, secret.Reveal());
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
