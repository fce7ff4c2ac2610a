using System.Security.Cryptography;
using System.Text;
using GeminiStudio.Gemini.Wire;

namespace GeminiStudio.Gemini;

/// <summary>
/// Asks Google how many tokens a request has, once for the same request: answers are kept, and identical questions that come
/// at the same time share one. Whoever asks while a person types waits for a pause first, and cancels what is out of date.
/// </summary>
public sealed class TokenCounter(IGeminiClient client)
{
    private const int MostKept = 512;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, LinkedListNode<(string Hash, int Tokens)>> _kept = new(StringComparer.Ordinal);
    private readonly LinkedList<(string Hash, int Tokens)> _byUse = new(); // the last used is first
    private readonly Dictionary<string, Question> _open = new(StringComparer.Ordinal);

    /// <summary>A guess without asking: about 4 characters a token, 1.5 for Chinese, Japanese and Korean.</summary>
    public static int Estimate(string text) => TokenEstimate.Of(text);

    /// <summary>The tokens of a whole request: contents, system instruction and tools.</summary>
    /// <param name="model">The id on the wire, with or without <c>models/</c>.</param>
    /// <param name="body">A GenerateContentRequest in UTF-8.</param>
    /// <param name="key">The Google key to ask with; it does not change the answer.</param>
    /// <exception cref="GeminiException">Google could not be asked, or refused; nothing is kept then.</exception>
    public async Task<int> CountAsync(string model, ReadOnlyMemory<byte> body, Secret? key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var resource = GeminiAddress.Resource(model);
        var hash = Hash(resource, body.Span);
        Question question;
        lock (_gate)
        {
            if (TryKept(hash, out var tokens))
            {
                return tokens;
            }

            if (!_open.TryGetValue(hash, out question!))
            {
                var request = CountTokensRequest.Write(resource, body.Span);
                var call = new GeminiCall { Method = GeminiMethod.CountTokens, Model = model, Key = key, Body = request };
                _open[hash] = question = new Question();
                question.Answer = AskAsync(hash, call, question);
            }

            question.Waiting++;
        }

        try
        {
            return await question.Answer.WaitAsync(cancellationToken);
        }
        finally
        {
            Leave(hash, question);
        }
    }

    private async Task<int> AskAsync(string hash, GeminiCall call, Question question)
    {
        await Task.Yield(); // the lock is held by whoever started this
        try
        {
            question.Source.Token.ThrowIfCancellationRequested();
            var tokens = 0;
            await foreach (var chunk in client.StreamAsync(call, question.Source.Token))
            {
                tokens = CountTokensResponse.ReadTotal(chunk.Json);
            }

            lock (_gate)
            {
                Keep(hash, tokens);
            }

            return tokens;
        }
        catch (GeminiException e) when (question.Source.IsCancellationRequested)
        {
            throw new OperationCanceledException("Nobody waits for this count any more.", e, question.Source.Token);
        }
        finally
        {
            Close(hash, question);
        }
    }

    /// <summary>The last one who waited ends the request: nobody wants its answer any more.</summary>
    private void Leave(string hash, Question question)
    {
        lock (_gate)
        {
            if (question.Answer.IsCompleted)
            {
                _ = question.Answer.Exception; // seen, also when the last one who waited left at that moment
                return;
            }

            if (--question.Waiting > 0)
            {
                return;
            }

            Close(hash, question); // in the same lock: nobody may join what is about to be cancelled
        }

        question.Source.Cancel();
    }

    private void Close(string hash, Question question)
    {
        lock (_gate)
        {
            if (_open.TryGetValue(hash, out var current) && ReferenceEquals(current, question))
            {
                _open.Remove(hash);
            }
        }
    }

    private bool TryKept(string hash, out int tokens)
    {
        tokens = 0;
        if (!_kept.TryGetValue(hash, out var node))
        {
            return false;
        }

        _byUse.Remove(node);
        _byUse.AddFirst(node);
        tokens = node.Value.Tokens;
        return true;
    }

    private void Keep(string hash, int tokens)
    {
        if (_kept.Remove(hash, out var old))
        {
            _byUse.Remove(old);
        }

        _kept[hash] = _byUse.AddFirst((hash, tokens));
        if (_kept.Count > MostKept)
        {
            _kept.Remove(_byUse.Last!.Value.Hash);
            _byUse.RemoveLast();
        }
    }

    private static string Hash(string resource, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(resource));
        hash.AppendData([0]);
        hash.AppendData(body);
        return Convert.ToHexString(hash.GetHashAndReset());
    }

    private sealed class Question
    {
        public CancellationTokenSource Source { get; } = new();

        public Task<int> Answer { get; set; } = Task.FromResult(0);

        public int Waiting { get; set; }
    }
}
