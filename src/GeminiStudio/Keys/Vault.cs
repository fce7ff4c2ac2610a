using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using GeminiStudio.Data;
using GeminiStudio.Gemini;
using Microsoft.AspNetCore.DataProtection;
using Secret = GeminiStudio.Gemini.Secret;

namespace GeminiStudio.Keys;

/// <summary>Encrypts keys with a ring of its own, apart from the ring of cookies.</summary>
/// <remarks>
/// With SQLite the ring lies in <c>rings/vault</c> of the data directory, readable by this user alone and left out of backups.
/// With PostgreSQL the ring must be wrapped by a certificate, since directory and database are often copied together.
/// </remarks>
public sealed class Vault
{
    private const string Purpose = "GeminiStudio.ApiKey.v1";
    private readonly IDataProtector? _protector;

    public Vault(StudioOptions options, string? connectionString)
    {
        if (StudioDatabase.IsPostgres(connectionString) && options.VaultCertificate is null)
        {
            return;
        }

        var ring = Directory.CreateDirectory(Path.Combine(options.DataDirectory, "rings", "vault"));
        OnlyForMe(ring.Parent!.FullName);
        OnlyForMe(ring.FullName);
        _protector = DataProtectionProvider.Create(ring, builder =>
        {
            builder.SetApplicationName("GeminiStudio.Vault");
            if (options.VaultCertificate is { } path)
            {
                builder.ProtectKeysWithCertificate(X509CertificateLoader.LoadPkcs12FromFile(path, options.VaultCertificatePassword));
            }
        }).CreateProtector(Purpose);
    }

    /// <summary>Whether keys can be stored; false with PostgreSQL until <c>Studio__VaultCertificate</c> is set.</summary>
    public bool CanStore => _protector is not null;

    /// <exception cref="InvalidOperationException">Keys cannot be stored here.</exception>
    public string Protect(Secret secret) =>
        _protector?.Protect(secret.Reveal()) ?? throw new InvalidOperationException("No vault is open.");

    /// <summary>False when the ring that encrypted it is lost; the key must be entered again.</summary>
    public bool TryUnprotect(string cipher, out Secret? secret)
    {
        secret = null;
        if (_protector is null)
        {
            return false;
        }

        try
        {
            secret = new Secret(_protector.Unprotect(cipher));
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    /// <summary>Takes the directory away from everybody but the user that the server runs as.</summary>
    public static void OnlyForMe(string directory)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
