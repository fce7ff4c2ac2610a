using System.Security.Cryptography;

namespace GeminiStudio.Emulator.Files;

/// <summary>An upload under way: counts and hashes what comes and keeps the beginning.</summary>
internal sealed class Upload(string id, string name, string displayName, string mimeType, long? expected)
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly MemoryStream _head = new();

    public string Id { get; } = id;

    public string Name { get; } = name;

    public string DisplayName { get; } = displayName;

    public string MimeType { get; } = mimeType;

    /// <summary>What the start said; null when it said nothing.</summary>
    public long? Expected { get; } = expected;

    public long Received { get; private set; }

    public byte[] Head => _head.ToArray();

    public async Task ReadAsync(Stream body, CancellationToken cancellationToken)
    {
        var buffer = new byte[64 << 10];
        int read;
        while ((read = await body.ReadAsync(buffer, cancellationToken)) > 0)
        {
            _hash.AppendData(buffer, 0, read);
            _head.Write(buffer, 0, (int)Math.Min(read, Math.Max(0, StoredFile.HeadBytes - _head.Length)));
            Received += read;
        }
    }

    public string HashHex() => Convert.ToHexStringLower(_hash.GetCurrentHash());
}
