namespace GeminiStudio.Emulator.Received;

/// <summary>What this emulator was asked, for tests and for the inspection routes.</summary>
internal sealed class ReceivedRequests(int capacity, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Queue<ReceivedRequest> _requests = new();
    private readonly Dictionary<string, int> _countByVerb = new(StringComparer.OrdinalIgnoreCase);
    private TaskCompletionSource _arrival = NewArrival();
    private int _total;

    public ReceivedRequest Add(HttpRequest request, string? verb, string body)
    {
        var received = Describe(request, verb, body);
        TaskCompletionSource arrival;
        lock (_lock)
        {
            _requests.Enqueue(received);
            if (_requests.Count > capacity)
            {
                _requests.Dequeue();
            }
            _total++;
            _countByVerb[verb ?? ""] = _countByVerb.GetValueOrDefault(verb ?? "") + 1;
            arrival = _arrival;
            _arrival = NewArrival();
        }
        arrival.SetResult();
        return received;
    }

    public IReadOnlyList<ReceivedRequest> Snapshot()
    {
        lock (_lock)
        {
            return [.. _requests];
        }
    }

    public int Count(string? verb)
    {
        lock (_lock)
        {
            return verb is null ? _total : _countByVerb.GetValueOrDefault(verb);
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _requests.Clear();
            _countByVerb.Clear();
            _total = 0;
        }
    }

    public async Task<ReceivedRequest> WaitAsync(int count, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task arrival;
            lock (_lock)
            {
                var index = _requests.Count - 1 - (_total - count);
                if (_total >= count && index >= 0 && index < _requests.Count)
                {
                    return _requests.ElementAt(index);
                }
                arrival = _arrival.Task;
            }
            await arrival.WaitAsync(cancellationToken);
        }
    }

    private static TaskCompletionSource NewArrival() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ReceivedRequest Describe(HttpRequest request, string? verb, string body) => new()
    {
        Method = request.Method,
        Path = request.Path.Value ?? "/",
        Verb = verb,
        Query = QueryString.Create(request.Query.Where(q => q.Key != "key")).Value ?? "",
        Headers = request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase),
        Key = Requests.KeyGate.KeyOf(request),
        Body = body,
        Time = time.GetUtcNow(),
    };
}
