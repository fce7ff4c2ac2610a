using System.Buffers;
using System.Security.Cryptography;
using GeminiStudio.Keys;

namespace GeminiStudio.Files;

/// <summary>The bytes of files on the disk, each once under its hash, readable for the server's account alone.</summary>
public sealed class FileBlobs
{
    private const int BufferBytes = 80 * 1024;
    private readonly string _root;
    private readonly string _incoming;

    public FileBlobs(StudioOptions options, TimeProvider time)
    {
        _root = Path.Combine(options.DataDirectory, "files");
        _incoming = Path.Combine(_root, "incoming");
        RemoveLeftovers(time.GetUtcNow().UtcDateTime - TimeSpan.FromDays(1));
    }

    /// <summary>Null when the bytes are not there.</summary>
    public FileStream? Open(string hash)
    {
        var path = PathOf(hash);
        return File.Exists(path) ? new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, BufferBytes, FileOptions.Asynchronous) : null;
    }

    public bool Has(string hash) => File.Exists(PathOf(hash));

    /// <summary>Writes a stream to the disk while it comes; nothing of it stays in memory.</summary>
    /// <param name="source">The bytes.</param>
    /// <param name="check">Asked once with the first bytes, before anything is written; throws to refuse.</param>
    /// <param name="most">More bytes than these are refused.</param>
    /// <param name="cancellationToken">Ends it; what came is removed.</param>
    /// <exception cref="FileTooLargeException">It has more bytes.</exception>
    public async Task<(string Hash, long Bytes)> KeepAsync(Stream source, Action<ReadOnlyMemory<byte>> check, long most, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        var temporary = Path.Combine(Ready(_incoming), Guid.NewGuid().ToString("N"));
        try
        {
            using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var total = 0L;
            var read = await source.ReadAtLeastAsync(buffer, FileKinds.HeadBytes, throwOnEndOfStream: false, cancellationToken);
            check(buffer.AsMemory(0, read));
            await using (var file = new FileStream(temporary, OnlyForMe(FileMode.CreateNew)))
            {
                for (; read > 0; read = await source.ReadAsync(buffer.AsMemory(0, BufferBytes), cancellationToken))
                {
                    if ((total += read) > most)
                    {
                        throw new FileTooLargeException();
                    }

                    sha.AppendData(buffer, 0, read);
                    await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
                }

                await file.FlushAsync(cancellationToken);
                file.Flush(flushToDisk: true);
            }

            var hash = Convert.ToHexStringLower(sha.GetHashAndReset());
            if (!Has(hash))
            {
                Ready(Path.GetDirectoryName(PathOf(hash))!);
                File.Move(temporary, PathOf(hash), overwrite: true);
            }

            return (hash, total);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
            File.Delete(temporary);
        }
    }

    // Of a server that was killed while a file came in.
    private void RemoveLeftovers(DateTime before)
    {
        foreach (var left in Directory.Exists(_incoming) ? Directory.EnumerateFiles(_incoming).Where(f => File.GetLastWriteTimeUtc(f) < before) : [])
        {
            File.Delete(left);
        }
    }

    private string PathOf(string hash) => FileReference.IsHash(hash)
        ? Path.Combine(_root, hash[..2], hash)
        : throw new ArgumentException("That is no hash.", nameof(hash));

    private static string Ready(string directory)
    {
        Vault.OnlyForMe(Directory.CreateDirectory(directory).FullName);
        return directory;
    }

    private static FileStreamOptions OnlyForMe(FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write, BufferSize = 0, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }
}

/// <summary>A file has more bytes than may be kept.</summary>
public sealed class FileTooLargeException() : Exception($"Google takes files of at most {FileKinds.Size(FileKinds.MaxBytes)}.");

/// <summary>A file is of a kind that is not taken; the message says why and what to do.</summary>
public sealed class FileRefusedException(string why) : Exception(why);
