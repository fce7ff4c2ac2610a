using System.Runtime.CompilerServices;
using Polly;
using Polly.Retry;

namespace GeminiStudio.Gemini;

/// <summary>Repeats a call that failed for a passing reason, as long as nothing of its answer was seen.</summary>
/// <remarks>
/// The wait is the longer of what Google asks and 1, 2, 4 ... s with up to a quarter more, so that many clients do not come
/// back together. A wait over <see cref="GeminiOptions.MaxWait"/> is not slept through: the failure is shown with it.
/// </remarks>
public sealed class RetryingGeminiClient : IGeminiClient
{
    private static readonly ResiliencePropertyKey<GeminiCall> CallKey = new("call");
    private static readonly TimeSpan FirstBackoff = TimeSpan.FromSeconds(1);
    private readonly IGeminiClient _inner;
    private readonly GeminiOptions _options;
    private readonly Func<double> _random;
    private readonly ResiliencePipeline _pipeline;

    public RetryingGeminiClient(IGeminiClient inner, GeminiOptions options, TimeProvider time)
        : this(inner, options, time, Random.Shared.NextDouble)
    {
    }

    /// <param name="random">Gives numbers from 0 to 1 for the jitter.</param>
    internal RetryingGeminiClient(IGeminiClient inner, GeminiOptions options, TimeProvider time, Func<double> random)
    {
        (_inner, _options, _random) = (inner, options, random);
        _pipeline = options.MaxAttempts <= 1 ? ResiliencePipeline.Empty : MakePipeline(time);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<GeminiChunk> StreamAsync(GeminiCall call, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var answer = await OpenAsync(call, cancellationToken);
        if (!answer.HasFirst)
        {
            yield break;
        }

        do
        {
            yield return answer.Chunks.Current;
        }
        while (await answer.Chunks.MoveNextAsync());
    }

    private ResiliencePipeline MakePipeline(TimeProvider time) => new ResiliencePipelineBuilder { TimeProvider = time }
        .AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = _options.MaxAttempts - 1,
            ShouldHandle = args => ValueTask.FromResult(
                args.Outcome.Exception is GeminiException { IsTransient: true } e && (e.RetryAfter ?? TimeSpan.Zero) <= _options.MaxWait),
            DelayGenerator = args => ValueTask.FromResult<TimeSpan?>(Delay(args.AttemptNumber, (GeminiException)args.Outcome.Exception!)),
            OnRetry = args =>
            {
                var call = args.Context.Properties.GetValue(CallKey, null!);
                call.Waiting?.Invoke(new GeminiWait(args.AttemptNumber + 2, _options.MaxAttempts, args.RetryDelay, (GeminiException)args.Outcome.Exception!));
                return default;
            },
        })
        .Build();

    private TimeSpan Delay(int failures, GeminiException cause)
    {
        var backoff = FirstBackoff * Math.Pow(2, failures) * (1 + 0.25 * _random());
        backoff = backoff < _options.MaxWait ? backoff : _options.MaxWait;
        return cause.RetryAfter is { } asked && asked > backoff ? asked : backoff;
    }

    private async ValueTask<Answer> OpenAsync(GeminiCall call, CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(CallKey, call);
        try
        {
            return await _pipeline.ExecuteAsync(
                static (c, state) => FirstAsync(state._inner, state.call, c.CancellationToken), context, (_inner, call));
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    /// <summary>One attempt up to its first chunk: only that far may it be repeated.</summary>
    private static async ValueTask<Answer> FirstAsync(IGeminiClient inner, GeminiCall call, CancellationToken cancellationToken)
    {
        var chunks = inner.StreamAsync(call, cancellationToken).GetAsyncEnumerator(cancellationToken);
        try
        {
            return new Answer(chunks, await chunks.MoveNextAsync());
        }
        catch
        {
            await chunks.DisposeAsync();
            throw;
        }
    }

    /// <summary>An answer that has begun; the first chunk is <c>Chunks.Current</c>.</summary>
    private sealed record Answer(IAsyncEnumerator<GeminiChunk> Chunks, bool HasFirst) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => Chunks.DisposeAsync();
    }
}
