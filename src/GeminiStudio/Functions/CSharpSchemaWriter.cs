using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GeminiStudio.Functions;

/// <summary>Writes the schema of C# types as System.Text.Json would serialise them for the web.</summary>
internal sealed class CSharpSchemaWriter(IReadOnlyList<BaseTypeDeclarationSyntax> types)
{
    private readonly Stack<string> _open = new();

    /// <summary>Whether something was met that Google's subset of OpenAPI cannot say.</summary>
    public bool NeedsJsonSchema { get; private set; }

    public JsonObject OfType(BaseTypeDeclarationSyntax type, string name) => type switch
    {
        EnumDeclarationSyntax values => OfEnum(values),
        TypeDeclarationSyntax members when _open.Contains(name) => new() { ["type"] = "object", ["description"] = $"Another {name}." },
        TypeDeclarationSyntax members => OfMembers(members, name),
        _ => new() { ["type"] = "object" },
    };

    private static JsonObject OfEnum(EnumDeclarationSyntax type)
    {
        var schema = new JsonObject { ["type"] = "string" };
        var notes = type.Members.Select(m => (m.Identifier.Text, Note: CSharpDocs.Summary(m))).Where(m => m.Note is not null).Select(m => $"{m.Text}: {m.Note}");
        Describe(schema, string.Join(' ', new[] { CSharpDocs.Summary(type) }.OfType<string>().Concat(notes)));
        schema["enum"] = new JsonArray([.. type.Members.Select(m => (JsonNode?)(CSharpAttributes.Text(m.AttributeLists, "EnumMember", "JsonStringEnumMemberName") ?? m.Identifier.Text))]);
        return schema;
    }

    private JsonObject OfMembers(TypeDeclarationSyntax type, string name)
    {
        _open.Push(name);
        var (properties, required) = (new JsonObject(), new JsonArray());
        foreach (var bases in (type.BaseList?.Types ?? []).Select(b => Find(b.Type.ToString())).OfType<TypeDeclarationSyntax>().Where(b => !_open.Contains(b.Identifier.Text)))
        {
            var inherited = OfMembers(bases, bases.Identifier.Text);
            inherited["properties"]!.AsObject().ToList().ForEach(p => properties[p.Key] = p.Value?.DeepClone());
            (inherited["required"] as JsonArray ?? []).ToList().ForEach(r => required.Add(r?.DeepClone()));
        }

        foreach (var parameter in type.ParameterList?.Parameters ?? [])
        {
            Add(properties, required, parameter.Identifier.Text, parameter.Type!, parameter.AttributeLists, CSharpDocs.Param(type, parameter.Identifier.Text), parameter.Default is null);
        }

        foreach (var property in type.Members.OfType<PropertyDeclarationSyntax>().Where(IsSerialized))
        {
            var isRequired = property.Modifiers.Any(m => m.IsKind(SyntaxKind.RequiredKeyword)) || property.Initializer is null;
            Add(properties, required, property.Identifier.Text, property.Type, property.AttributeLists, CSharpDocs.Summary(property), isRequired);
        }

        _open.Pop();
        var schema = new JsonObject { ["type"] = "object" };
        Describe(schema, CSharpDocs.Summary(type));
        schema["properties"] = properties;
        if (required.Count > 0)
        {
            schema["required"] = required;
        }

        return schema;
    }

    private static bool IsSerialized(PropertyDeclarationSyntax property) =>
        property.Modifiers.Any(m => m.IsKind(SyntaxKind.PublicKeyword)) && !property.Modifiers.Any(m => m.IsKind(SyntaxKind.StaticKeyword))
        && property.ExpressionBody is null && !CSharpAttributes.Has(property.AttributeLists, "JsonIgnore");

    private void Add(JsonObject properties, JsonArray required, string name, TypeSyntax type, SyntaxList<AttributeListSyntax> attributes, string? doc, bool isNeeded)
    {
        var schema = Of(type);
        Describe(schema, CSharpAttributes.Text(attributes, "Description") ?? doc);
        CSharpAttributes.Constrain(schema, attributes);
        var key = CSharpAttributes.Text(attributes, "JsonPropertyName") ?? JsonNamingPolicy.CamelCase.ConvertName(name);
        properties[key] = schema;
        if ((isNeeded && type is not NullableTypeSyntax) || CSharpAttributes.Has(attributes, "Required", "JsonRequired"))
        {
            required.Add((JsonNode?)key);
        }
    }

    private JsonObject Of(TypeSyntax type) => type switch
    {
        NullableTypeSyntax nullable => OrNull(Of(nullable.ElementType)),
        ArrayTypeSyntax { ElementType: PredefinedTypeSyntax { Keyword.Text: "byte" } } => Simple("string", "byte"),
        ArrayTypeSyntax array => List(array.ElementType),
        PredefinedTypeSyntax known => OfName(known.Keyword.Text),
        GenericNameSyntax generic => OfGeneric(generic),
        QualifiedNameSyntax qualified => Of(qualified.Right),
        TupleTypeSyntax => new() { ["type"] = "object" },
        _ => OfName(type.ToString()),
    };

    private JsonObject OfGeneric(GenericNameSyntax generic)
    {
        var (name, arguments) = (generic.Identifier.Text, generic.TypeArgumentList.Arguments);
        if (name == "Nullable")
        {
            return OrNull(Of(arguments[0]));
        }

        if (arguments.Count == 2 && name.Contains("Dictionary", StringComparison.Ordinal))
        {
            NeedsJsonSchema = true;
            return new() { ["type"] = "object", ["additionalProperties"] = Of(arguments[1]) };
        }

        return arguments.Count == 1 ? List(arguments[0]) : new() { ["type"] = "object" };
    }

    private JsonObject OfName(string name) => name switch
    {
        "string" or "String" or "char" or "Char" => Simple("string"),
        "Uri" => Simple("string", "uri"),
        "Guid" => Simple("string", "uuid"),
        "DateTime" or "DateTimeOffset" => Simple("string", "date-time"),
        "DateOnly" => Simple("string", "date"),
        "TimeOnly" => Simple("string", "time"),
        "TimeSpan" => Simple("string", "duration"),
        "bool" or "Boolean" => Simple("boolean"),
        "int" or "Int32" or "short" or "Int16" or "ushort" or "byte" or "sbyte" or "uint" => Simple("integer", "int32"),
        "long" or "Int64" or "ulong" or "nint" => Simple("integer", "int64"),
        "float" or "Single" => Simple("number", "float"),
        "double" or "Double" or "decimal" or "Decimal" or "Half" => Simple("number", "double"),
        _ => Find(name) is { } type ? OfType(type, type.Identifier.Text) : Simple("object"),
    };

    private BaseTypeDeclarationSyntax? Find(string name) => types.FirstOrDefault(t => t.Identifier.Text == name.Split('.', '<')[name.Contains('<', StringComparison.Ordinal) ? 0 : ^1]);

    private JsonObject List(TypeSyntax element) => new() { ["type"] = "array", ["items"] = Of(element) };

    private static JsonObject OrNull(JsonObject schema)
    {
        schema["nullable"] = true;
        return schema;
    }

    private static JsonObject Simple(string type, string? format = null) => format is null ? new() { ["type"] = type } : new() { ["type"] = type, ["format"] = format };

    // What stands at the place says more than what stands at the type.
    private static void Describe(JsonObject schema, string? text)
    {
        if (!string.IsNullOrEmpty(text))
        {
            schema["description"] = text;
        }
    }
}
