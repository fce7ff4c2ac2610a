using System.Buffers;
using System.Text;
using System.Text.Json;

namespace GeminiStudio.Gemini.Wire;

/// <summary>Writes the body of countTokens that also counts system instruction and tools: the whole request, with its model inside.</summary>
internal static class CountTokensRequest
{
    /// <param name="model">Resource name, for example <c>models/gemini-3.8-flash</c>.</param>
    /// <param name="body">A GenerateContentRequest; its members are copied as they are, apart from <c>model</c>.</param>
    /// <exception cref="GeminiException">The body is not a JSON object (<see cref="GeminiErrorKind.InvalidRequest"/>).</exception>
    public static byte[] Write(string model, ReadOnlySpan<byte> body)
    {
        var output = new ArrayBufferWriter<byte>(body.Length + 128);
        output.Write("{\"generateContentRequest\":{\"model\":\""u8);
        output.Write(Encoding.ASCII.GetBytes(model));
        output.Write("\""u8);
        try
        {
            CopyMembers(body, output);
        }
        catch (JsonException e)
        {
            throw new GeminiException(GeminiErrorKind.InvalidRequest, "The request to count is not a JSON object.", e);
        }

        output.Write("}}"u8);
        return output.WrittenSpan.ToArray();
    }

    private static void CopyMembers(ReadOnlySpan<byte> body, ArrayBufferWriter<byte> output)
    {
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = 512 });
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("The root is not an object.");
        }

        while (GeminiChunkReader.NextMember(ref reader))
        {
            var start = (int)reader.TokenStartIndex;
            var isModel = reader.ValueTextEquals("model"u8);
            reader.Skip();
            if (!isModel)
            {
                output.Write(","u8);
                output.Write(body[start..(int)reader.BytesConsumed]);
            }
        }
    }
}
