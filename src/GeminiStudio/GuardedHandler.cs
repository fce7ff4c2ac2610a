namespace GeminiStudio;

/// <summary>Lets requests through to the one allowed host, and cuts answers off that are too large.</summary>
internal sealed class GuardedHandler(GuardedScope scope, HttpMessageHandler inner, long maxBytes) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (GuardedScope.HostOf(request.RequestUri?.AbsoluteUri) is not { } host || !host.Equals(scope.Host, StringComparison.OrdinalIgnoreCase))
        {
            throw new GuardedException($"Only {scope.Host} was allowed when this was saved.");
        }

        request.Headers.UserAgent.ParseAdd("GeminiStudio");
        var answer = await base.SendAsync(request, cancellationToken);
        var capped = new StreamContent(new CappedStream(await answer.Content.ReadAsStreamAsync(cancellationToken), maxBytes));
        foreach (var (name, values) in answer.Content.Headers)
        {
            capped.Headers.TryAddWithoutValidation(name, values);
        }

        answer.Content = capped;
        return answer;
    }

    private sealed class CappedStream(Stream inner, long maxBytes) : Stream
    {
        private long _read;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => Counted(inner.Read(buffer, offset, count));

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => Counted(await inner.ReadAsync(buffer, cancellationToken));

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                inner.Dispose();
            }

            base.Dispose(disposing);
        }

        private int Counted(int read) => (_read += read) > maxBytes
            ? throw new GuardedException($"The answer is larger than {maxBytes / 1024 / 1024} MB.")
            : read;
    }
}
