using System.Text.RegularExpressions;

namespace GeminiStudio.Gemini;

/// <summary>The one server that is called, and the paths on it.</summary>
internal sealed partial class GeminiAddress
{
    private const string ModelsPrefix = "models/";
    private readonly string _root;
    private readonly Uri _base;

    public GeminiAddress(Uri baseAddress, string apiVersion)
    {
        if (!baseAddress.IsAbsoluteUri || baseAddress.Scheme is not ("http" or "https") || baseAddress.UserInfo.Length > 0)
        {
            throw new ArgumentException("The base URL must be http or https, absolute and without user or password.", nameof(baseAddress));
        }

        if (apiVersion is not ("v1" or "v1beta" or "v1alpha"))
        {
            throw new ArgumentException("The API version must be v1, v1beta or v1alpha.", nameof(apiVersion));
        }

        Host = baseAddress.Authority;
        _base = baseAddress;
        _root = baseAddress.GetLeftPart(UriPartial.Path).TrimEnd('/') + "/" + apiVersion + "/";
    }

    /// <summary>Host and port as a person knows them; the port only when it is not the usual one.</summary>
    public string Host { get; }

    /// <summary>Where a call goes; never holds a key.</summary>
    /// <exception cref="GeminiException">The model id or the query is not one (<see cref="GeminiErrorKind.InvalidRequest"/>).</exception>
    public Uri For(GeminiCall call)
    {
        var path = call.Method switch
        {
            GeminiMethod.ListModels => "models",
            GeminiMethod.GetModel => Resource(call.Model),
            _ => Resource(call.Model) + ":" + Verb(call.Method),
        };
        var query = call.Query?.TrimStart('?') ?? "";
        if (!SafeQuery().IsMatch(query) || KeyInQuery().IsMatch(query))
        {
            throw new GeminiException(GeminiErrorKind.InvalidRequest, "The query text of this call is not one that may be sent.");
        }

        if (call.Method == GeminiMethod.StreamGenerateContent)
        {
            query = query.Length == 0 ? "alt=sse" : "alt=sse&" + query;
        }

        return new Uri(query.Length == 0 ? _root + path : _root + path + "?" + query);
    }

    /// <summary>Where a file's upload begins.</summary>
    public Uri Upload
    {
        get
        {
            var version = _root[(_root.TrimEnd('/').LastIndexOf('/') + 1)..];
            return new Uri($"{_root[..^version.Length]}upload/{version}files");
        }
    }

    /// <summary>Where a file is asked for.</summary>
    /// <param name="name">As Google gave it, for example <c>files/abc-123</c>.</param>
    /// <exception cref="GeminiException">The name is not one (<see cref="GeminiErrorKind.Protocol"/>).</exception>
    public Uri File(string name) => FileName().IsMatch(name)
        ? new Uri(_root + name)
        : throw new GeminiException(GeminiErrorKind.Protocol, "What answered named a file in a way that Google does not.");

    /// <summary>The same path at this server: whatever host an upload is told to go on with, the key goes to no other than this one.</summary>
    public Uri Here(Uri told) => new UriBuilder(told) { Scheme = _base.Scheme, Host = _base.Host, Port = _base.Port, UserName = "", Password = "" }.Uri;

    /// <summary>The resource name in a path or a body: <c>models/x</c>, or <c>tunedModels/x</c> as it is.</summary>
    public static string Resource(string model)
    {
        var id = model.StartsWith(ModelsPrefix, StringComparison.Ordinal) ? model[ModelsPrefix.Length..] : model;
        if (!ModelId().IsMatch(id))
        {
            throw new GeminiException(GeminiErrorKind.InvalidRequest, "The model id is not valid: it is made of letters, digits, dots, dashes and underscores.");
        }

        return id.StartsWith("tunedModels/", StringComparison.Ordinal) ? id : ModelsPrefix + id;
    }

    private static string Verb(GeminiMethod method) => method switch
    {
        GeminiMethod.StreamGenerateContent => "streamGenerateContent",
        GeminiMethod.GenerateContent => "generateContent",
        GeminiMethod.CountTokens => "countTokens",
        GeminiMethod.EmbedContent => "embedContent",
        GeminiMethod.BatchEmbedContents => "batchEmbedContents",
        _ => throw new ArgumentOutOfRangeException(nameof(method), method, "This method has no verb."),
    };

    // An id of dots alone would climb up the path.
    [GeneratedRegex(@"\A(?:tunedModels/)?(?!\.+\z)[A-Za-z0-9._-]{1,200}\z", RegexOptions.CultureInvariant)]
    private static partial Regex ModelId();

    [GeneratedRegex(@"\Afiles/[a-z0-9-]{1,64}\z", RegexOptions.CultureInvariant)]
    private static partial Regex FileName();

    [GeneratedRegex(@"\A[A-Za-z0-9._~%&=+,:/-]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex SafeQuery();

    [GeneratedRegex(@"(?:^|&)(?:key|access_token|%6b)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex KeyInQuery();
}
