using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace GeminiStudio.Emulator.Answers;

/// <summary>Choices that look free and are not: the same words in give the same choices out.</summary>
internal sealed class Dice(string words)
{
    private readonly byte[] _seed = SHA256.HashData(Encoding.UTF8.GetBytes(words));
    private int _throws;

    public int Next(int max)
    {
        Span<byte> input = stackalloc byte[36];
        _seed.CopyTo(input);
        BinaryPrimitives.WriteInt32LittleEndian(input[32..], _throws++);
        return (int)(BinaryPrimitives.ReadUInt32LittleEndian(SHA256.HashData(input)) % (uint)max);
    }

    public T Pick<T>(IReadOnlyList<T> choices) => choices[Next(choices.Count)];

    /// <summary>The same choices in an order of their own.</summary>
    public IReadOnlyList<T> Shuffle<T>(IReadOnlyList<T> choices)
    {
        var order = choices.ToArray();
        for (var i = order.Length - 1; i > 0; i--)
        {
            var j = Next(i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }
        return order;
    }

    public byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        for (var at = 0; at < count; at += 32)
        {
            SHA256.HashData([.. _seed, (byte)(at / 32)]).AsSpan(0, Math.Min(32, count - at)).CopyTo(bytes.AsSpan(at));
        }
        return bytes;
    }
}
