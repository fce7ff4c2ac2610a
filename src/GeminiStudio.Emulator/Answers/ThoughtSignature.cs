using System.Security.Cryptography;
using System.Text;

namespace GeminiStudio.Emulator.Answers;

/// <summary>Signatures that tell whether they come back as they went out: for the same model, and with the call that they were made for.</summary>
/// <remarks>One that another maker wrote carries no mark of ours and is taken, as Google takes those of a foreign history.</remarks>
internal static class ThoughtSignature
{
    private const int NonceLength = 60;

    private static readonly byte[] Mark = [0x12, 0x5E];

    /// <param name="responseId">Makes it differ from answer to answer.</param>
    /// <param name="model">The model that signs.</param>
    /// <param name="function">Name of the function that is called; null for other parts.</param>
    /// <returns>Standard base64, which strict clients insist on.</returns>
    public static string Issue(string responseId, string model, string? function)
    {
        var nonce = new Dice("signature " + responseId + function).Bytes(NonceLength);
        return Convert.ToBase64String([.. Mark, .. nonce, .. Seal(nonce, model, function)]);
    }

    /// <summary>Whether it is one of ours that was changed, moved to another call, or sent to another model.</summary>
    public static bool IsCorrupted(string signature, string model, string? function)
    {
        var plain = signature.Replace('-', '+').Replace('_', '/').TrimEnd('=');
        var bytes = new byte[(plain.Length * 3 / 4) + 3];
        if (!Convert.TryFromBase64String(plain.PadRight((plain.Length + 3) / 4 * 4, '='), bytes, out var length) || !bytes.AsSpan(0, length).StartsWith(Mark))
        {
            return false;
        }

        var nonce = bytes.AsSpan(Mark.Length, Math.Clamp(length - Mark.Length, 0, NonceLength));
        return !bytes.AsSpan(Mark.Length + nonce.Length, length - Mark.Length - nonce.Length).SequenceEqual(Seal(nonce, model, function));
    }

    private static byte[] Seal(ReadOnlySpan<byte> nonce, string model, string? function) =>
        SHA256.HashData([.. nonce, .. Encoding.UTF8.GetBytes($" {model} {function}")]);
}
