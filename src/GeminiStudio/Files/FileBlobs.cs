using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using GeminiStudio.Data;
using GeminiStudio.Keys;

namespace GeminiStudio.Files;

/// <summary>The bytes of files on the disk, each once under its hash, readable for the server's account alone.</summary>
public sealed class FileBlobs
{
    private const int BufferBytes = 80 * 1024;
    private const string OrphanList = "orphans";
    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly Func<string, FileStreamOptions, Stream> _create;
    private readonly string _root;
    private readonly string _incoming;

    public FileBlobs(StudioOptions options, TimeProvider time)
        : this(options, time, (path, how) => new FileStream(path, how))
    {
    }

    /// <param name="options">Where the files lie.</param>
    /// <param name="time">The clock that uses are noted by.</param>
    /// <param name="create">Opens a new file for writing: the edge at which tests put a disk that is full.</param>
    internal FileBlobs(StudioOptions options, TimeProvider time, Func<string, FileStreamOptions, Stream> create)
    {
        (_time, _create) = (time, create);
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
    /// <exception cref="StorageException">The disk is full, or does not take them.</exception>
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
            await using (var file = Written(() => _create(temporary, OnlyForMe(FileMode.CreateNew))))
            {
                for (; read > 0; read = await source.ReadAsync(buffer.AsMemory(0, BufferBytes), cancellationToken))
                {
                    if ((total += read) > most)
                    {
                        throw new FileTooLargeException();
                    }

                    sha.AppendData(buffer, 0, read);
                    await WrittenAsync(file.WriteAsync(buffer.AsMemory(0, read), cancellationToken));
                }

                await WrittenAsync(new ValueTask(file.FlushAsync(cancellationToken)));
                Written(() => { (file as FileStream)?.Flush(flushToDisk: true); return true; });
            }

            var hash = Convert.ToHexStringLower(sha.GetHashAndReset());
            Written(() => { Place(temporary, hash); return true; });
            return (hash, total);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
            File.Delete(temporary);
        }
    }

    /// <summary>The hashes of all bytes that are here.</summary>
    public IEnumerable<string> All() => !Directory.Exists(_root) ? [] :
        Directory.EnumerateDirectories(_root).Where(d => Path.GetFileName(d).Length == 2).SelectMany(Directory.EnumerateFiles).Select(f => Path.GetFileName(f)!).Where(FileReference.IsHash);

    /// <summary>Removes the bytes unless they were kept once more since then; the number of them, 0 when they stay.</summary>
    public long Remove(string hash, DateTime unlessSince)
    {
        lock (_gate)
        {
            var file = new FileInfo(PathOf(hash));
            if (!file.Exists || file.LastWriteTimeUtc >= unlessSince)
            {
                return 0;
            }

            var bytes = file.Length;
            file.Delete();
            return bytes;
        }
    }

    /// <summary>Bytes that no row names, and since when; kept on the disk beside them, so that a restart does not forget.</summary>
    public IReadOnlyDictionary<string, DateTime> ReadOrphans() => !File.Exists(Path.Combine(_root, OrphanList)) ? new Dictionary<string, DateTime>() :
        File.ReadLines(Path.Combine(_root, OrphanList)).Select(line => line.Split(' '))
            .Where(l => l.Length == 2 && DateTime.TryParse(l[1], CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out _))
            .DistinctBy(l => l[0]).ToDictionary(l => l[0], l => DateTime.Parse(l[1], CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal));

    public void WriteOrphans(IReadOnlyDictionary<string, DateTime> orphans)
    {
        var path = Path.Combine(_root, OrphanList);
        if (orphans.Count == 0)
        {
            if (File.Exists(path))
            {
                File.Delete(path);
            }

            return;
        }

        File.WriteAllLines(path + ".new", orphans.Select(o => $"{o.Key} {o.Value:O}"));
        File.Move(path + ".new", path, overwrite: true);
    }

    // Whoever removes looks at the time of the last use under the same lock, so bytes that are kept again are not pulled away.
    private void Place(string temporary, string hash)
    {
        Ready(Path.GetDirectoryName(PathOf(hash))!);
        lock (_gate)
        {
            if (!Has(hash))
            {
                File.Move(temporary, PathOf(hash), overwrite: true);
            }

            File.SetLastWriteTimeUtc(PathOf(hash), _time.GetUtcNow().UtcDateTime);
        }
    }

    // Only what the disk does, never what the sender does: a connection that breaks off is no trouble of ours.
    private static T Written<T>(Func<T> write)
    {
        try
        {
            return write();
        }
        catch (IOException e)
        {
            throw StorageException.OfDisk(e);
        }
    }

    private static async ValueTask WrittenAsync(ValueTask write)
    {
        try
        {
            await write;
        }
        catch (IOException e)
        {
            throw StorageException.OfDisk(e);
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
