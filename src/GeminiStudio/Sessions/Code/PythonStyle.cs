namespace GeminiStudio.Sessions.Code;

/// <summary>Python values; inside of Google's messages names are written as Python writes them.</summary>
/// <param name="renames">Whether Google's names become snake_case.</param>
/// <param name="decodes">Whether bytes are decoded, as SDKs of Google's want them.</param>
internal sealed class PythonStyle(bool renames, bool decodes) : LiteralStyle
{
    protected override string True => "True";

    protected override string False => "False";

    protected override string Null => "None";

    protected override string Key(string name, WirePlace place) => Quoted.Python(renames && !place.KeepsNames ? WirePlace.Snake(name) : name);

    protected override string Text(string value, WirePlace place) =>
        decodes && place.IsBytes ? $"base64.b64decode({Quoted.Python(TypedJson.Bytes(value))})" : Quoted.Python(value);
}
