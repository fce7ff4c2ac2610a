using System.Net;

namespace GeminiStudio.Gemini;

/// <summary>A piece of a file as the body of a request, read from the disk while it is sent: a film is never in memory.</summary>
internal sealed class FilePiece(GoogleUpload upload, long offset, long length) : HttpContent
{
    private const int BufferBytes = 80 * 1024;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await using var file = upload.Open();
        file.Seek(offset, SeekOrigin.Begin);
        var buffer = new byte[BufferBytes];
        for (var left = length; left > 0;)
        {
            var read = await file.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, left)), cancellationToken);
            if (read == 0)
            {
                throw new EndOfStreamException("The file is shorter than it was.");
            }

            await stream.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            left -= read;
            upload.Progress?.Invoke(offset + length - left);
        }
    }

    protected override bool TryComputeLength(out long bytes)
    {
        bytes = length;
        return true;
    }
}
