using GeminiStudio.Gemini.Wire;

namespace GeminiStudio.Gemini;

/// <summary>
/// Every model that can be picked: the dated file, merged with the list that the server gives. One catalogue belongs to one
/// client and so to one base URL; the list of one server says nothing about another.
/// </summary>
public sealed class ModelCatalog(IGeminiClient client, TimeProvider time) : IDisposable
{
    /// <summary>How long a list counts as fresh: 1 h.</summary>
    public static readonly TimeSpan Freshness = TimeSpan.FromHours(1);

    // Google caps a page at 1,000 models; more pages than this is a server that repeats itself.
    private const int MostPages = 20;
    private static readonly ModelsFile File = ModelsFile.Load();
    private readonly SemaphoreSlim _one = new(1, 1);
    private volatile Listing _listing = new(File.Models, ListedAt: null);

    /// <summary>The day on which the embedded figures were looked at last.</summary>
    public static DateOnly AsOf => File.AsOf;

    /// <summary>All models, recommended first; those that the server no longer lists last.</summary>
    public IReadOnlyList<ModelInfo> All => _listing.Models;

    /// <summary>When the server's list was read; null when it never was, and the file stands alone.</summary>
    public DateTimeOffset? ListedAt => _listing.ListedAt;

    /// <summary>Why the last attempt to read the list failed; null when it did not.</summary>
    public GeminiException? LastFailure { get; private set; }

    /// <summary>Whether the list is older than <see cref="Freshness"/> or was never read.</summary>
    public bool IsStale => ListedAt is not { } at || time.GetUtcNow() - at >= Freshness;

    /// <summary>The model with this id, id on the wire, or either with <c>models/</c>. An id that nobody knows gives safe assumptions.</summary>
    public ModelInfo Find(string id)
    {
        var bare = id.StartsWith("models/", StringComparison.Ordinal) ? id["models/".Length..] : id;
        var models = _listing.Models;
        return models.FirstOrDefault(m => m.Id == bare) ?? models.FirstOrDefault(m => m.ApiId == bare) ?? ListedModel.Unknown(bare);
    }

    /// <summary>Reads the server's list, unless a fresh one is there; callers that come meanwhile wait for the same one.</summary>
    /// <returns>Whether the list is fresh now. When the server is not reachable the last one stays, with its date.</returns>
    public async Task<bool> RefreshAsync(Secret? key, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            if (!IsStale)
            {
                return true;
            }

            var listed = await ListAsync(key, cancellationToken);
            _listing = new Listing(Merge(listed), time.GetUtcNow());
            LastFailure = null;
            return true;
        }
        catch (GeminiException e)
        {
            LastFailure = e;
            return false;
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private async Task<Dictionary<string, ModelResource>> ListAsync(Secret? key, CancellationToken cancellationToken)
    {
        var models = new Dictionary<string, ModelResource>(StringComparer.Ordinal);
        string? token = null;
        for (var page = 0; page < MostPages; page++)
        {
            var query = token is null ? "pageSize=1000" : "pageSize=1000&pageToken=" + Uri.EscapeDataString(token);
            var call = new GeminiCall { Method = GeminiMethod.ListModels, Key = key, Query = query };
            await foreach (var chunk in client.StreamAsync(call, cancellationToken))
            {
                var read = ModelPage.Read(chunk.Json);
                token = read.NextPageToken;
                foreach (var model in read.Models.Where(m => m.Id.Length > 0))
                {
                    models.TryAdd(model.Id, model);
                }
            }

            if (string.IsNullOrEmpty(token))
            {
                break;
            }
        }

        return models.Count > 0
            ? models
            : throw new GeminiException(GeminiErrorKind.Protocol, "The server's list of models is empty.");
    }

    private static List<ModelInfo> Merge(Dictionary<string, ModelResource> listed)
    {
        var known = File.Models
            .Select(m => listed.TryGetValue(m.ApiId, out var live) ? ListedModel.Update(m, live) : m with { IsListed = false })
            .ToList();
        var named = File.Models.Select(m => m.ApiId).ToHashSet(StringComparer.Ordinal);
        var others = listed.Values.Where(m => !named.Contains(m.Id)).Select(ListedModel.Describe);
        return [.. known.Where(m => m.IsListed == true), .. others, .. known.Where(m => m.IsListed == false)];
    }

    private sealed record Listing(IReadOnlyList<ModelInfo> Models, DateTimeOffset? ListedAt);
}
