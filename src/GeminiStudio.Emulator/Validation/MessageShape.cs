namespace GeminiStudio.Emulator.Validation;

/// <summary>What one field of a request may hold.</summary>
/// <param name="Name">The name in camelCase, as in answers.</param>
/// <param name="Type">A scalar, <c>any</c> for free JSON, or the name of a message or an enum.</param>
/// <param name="Repeated">Whether it is a list.</param>
/// <param name="Map">Whether it is a map whose keys are the caller's own.</param>
internal sealed record FieldShape(string Name, string Type, bool Repeated, bool Map)
{
    /// <summary>The name in snake_case, as in error messages.</summary>
    public string ProtoName { get; } = SnakeCase(Name);

    private static string SnakeCase(string name) =>
        string.Concat(name.Select(c => char.IsAsciiLetterUpper(c) ? "_" + char.ToLowerInvariant(c) : c.ToString()));
}

/// <summary>The fields of one message, found by either spelling.</summary>
internal sealed class MessageShape(string name, IEnumerable<FieldShape> fields)
{
    private readonly Dictionary<string, FieldShape> _fields = Index(fields);

    public string Name { get; } = name;

    public FieldShape? Find(string fieldName) => _fields.GetValueOrDefault(fieldName);

    private static Dictionary<string, FieldShape> Index(IEnumerable<FieldShape> fields)
    {
        var index = new Dictionary<string, FieldShape>();
        foreach (var field in fields)
        {
            index[field.Name] = field;
            index[field.ProtoName] = field;
        }
        return index;
    }
}
