using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using GeminiStudio.Emulator.Wire;

namespace GeminiStudio.Emulator.Models;

/// <summary>The list of models in pages.</summary>
internal static class ModelPages
{
    private const int DefaultSize = 50;
    private const int LargestSize = 1_000;
    private const string TokenPrefix = "models@";

    /// <summary>One page, or the refusal of a size or a token that makes no sense.</summary>
    public static (JsonObject? Page, GoogleError? Error) Read(ModelCatalogue catalogue, IQueryCollection query)
    {
        var sizeText = query["pageSize"].FirstOrDefault() ?? query["page_size"].FirstOrDefault();
        var size = 0;
        if (sizeText is not null && !int.TryParse(sizeText, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out size))
        {
            return (null, GoogleErrors.InvalidArgument($"Invalid value at 'page_size' (TYPE_INT32), \"{sizeText}\""));
        }
        var token = query["pageToken"].FirstOrDefault() ?? query["page_token"].FirstOrDefault();
        if (size < 0 || !TryReadToken(token, out var start))
        {
            return (null, GoogleErrors.InvalidArgument(size < 0
                ? "* ListModelsRequest.page_size: page_size must be non-negative\n"
                : "* ListModelsRequest.page_token: page token is invalid\n"));
        }
        size = size == 0 ? DefaultSize : Math.Min(size, LargestSize);

        var page = new JsonObject();
        page["models"] = new JsonArray([.. catalogue.Models.Skip(start).Take(size).Select(m => m.ToJson())]);
        if (start + size < catalogue.Models.Count)
        {
            page["nextPageToken"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(TokenPrefix + (start + size)));
        }
        return (page, null);
    }

    private static bool TryReadToken(string? token, out int start)
    {
        start = 0;
        if (string.IsNullOrEmpty(token))
        {
            return true;
        }
        var bytes = new byte[token.Length];
        if (!Convert.TryFromBase64String(token, bytes, out var length))
        {
            return false;
        }
        var text = Encoding.UTF8.GetString(bytes, 0, length);
        return text.StartsWith(TokenPrefix, StringComparison.Ordinal)
            && int.TryParse(text.AsSpan(TokenPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out start);
    }
}
