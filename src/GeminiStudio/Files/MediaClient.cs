using System.Runtime.CompilerServices;
using GeminiStudio.Data;
using GeminiStudio.Gemini;
using GeminiStudio.Usage;

namespace GeminiStudio.Files;

/// <summary>Puts the bytes of our files into a request when it leaves, or their address at Google: the one place where media becomes large.</summary>
/// <remarks>Stands behind the choice of the key, because a file at Google belongs to a key's project.</remarks>
public sealed class MediaClient(IGeminiClient inner, FileStore files, FileBlobs blobs, GoogleFiles google) : IGeminiClient
{
    private const int Forbidden = 403;

    public async IAsyncEnumerable<GeminiChunk> StreamAsync(GeminiCall call, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var places = MediaPlaces.Find(call.Body);
        if (places.Count > 0 && call.Method == GeminiMethod.CountTokens)
        {
            // Media is counted by the published rules: a film is not sent along with every pause in typing.
            (call, places) = (call with { Body = MediaPlaces.Replaced(call.Body, places, _ => "\"text\":\"\"") }, []);
        }

        var remote = new List<StoredFile>();
        var filled = places.Count == 0 ? call : call with { Body = await FillAsync(call, places, remote, cancellationToken) };
        var chunks = inner.StreamAsync(filled, cancellationToken).GetAsyncEnumerator(cancellationToken);
        try
        {
            bool isThere;
            try
            {
                isThere = await chunks.MoveNextAsync();
            }
            catch (GeminiException e) when (remote.Count > 0 && e is { HttpStatus: Forbidden, RefusesKey: false })
            {
                // It lapsed sooner than it said, or was deleted elsewhere. The bytes are ours: send them once more.
                foreach (var file in remote)
                {
                    await google.ForgetAsync(file.Hash, cancellationToken);
                }

                await chunks.DisposeAsync();
                chunks = inner.StreamAsync(call with { Body = await FillAsync(call, places, [], cancellationToken) }, cancellationToken).GetAsyncEnumerator(cancellationToken);
                isThere = await chunks.MoveNextAsync();
            }

            for (; isThere; isThere = await chunks.MoveNextAsync())
            {
                yield return chunks.Current;
            }
        }
        finally
        {
            await chunks.DisposeAsync();
        }
    }

    private async Task<ReadOnlyMemory<byte>> FillAsync(GeminiCall call, IReadOnlyList<MediaPlace> places, List<StoredFile> remote, CancellationToken cancellationToken)
    {
        var owner = (call as StudioCall)?.UserId ?? throw new InvalidOperationException("A call that names files says whose they are.");
        var found = await files.FindAllAsync(owner, [.. places.Select(p => p.Hash).Distinct()], cancellationToken);
        foreach (var place in places)
        {
            if (!found.TryGetValue(place.Hash, out var file) || !blobs.Has(file.Hash))
            {
                throw new GeminiException(GeminiErrorKind.InvalidRequest, $"A file of this conversation is not on this server any more: {place.Name ?? place.Hash[..8]}. Delete the turn that holds it, or attach it again.");
            }
        }

        var inline = MediaPlaces.Inline(places.Select(p => found[p.Hash]));
        var addresses = new Dictionary<string, string>();
        foreach (var file in found.Values.Where(f => !inline.Contains(f.Hash)))
        {
            addresses[file.Hash] = await google.EnsureAsync(file, call.Key, cancellationToken);
            remote.Add(file);
        }

        return await new MediaFiller(call.Body, blobs).FillAsync(places, found, addresses, cancellationToken);
    }
}
