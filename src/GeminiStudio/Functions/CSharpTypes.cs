using System.Text.Json.Nodes;
using System.Xml;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GeminiStudio.Functions;

/// <summary>Makes schemas of pasted C# types. Nothing is compiled or run: the syntax says enough.</summary>
public static class CSharpTypes
{
    /// <summary>Longest text, in characters.</summary>
    public const int MaxLength = 200_000;

    /// <summary>The type that no other pasted type uses, as a schema; a problem when there is none.</summary>
    public static CSharpResult Read(string text)
    {
        if (text.Length > MaxLength)
        {
            return new(null, new(1, $"At most {MaxLength / 1000}k characters of C# are read."));
        }

        var tree = CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(LanguageVersion.Preview, DocumentationMode.Parse));
        if (tree.GetDiagnostics().FirstOrDefault(d => d.Severity == DiagnosticSeverity.Error) is { } error)
        {
            return new(null, new(error.Location.GetLineSpan().StartLinePosition.Line + 1, error.GetMessage()));
        }

        var types = tree.GetRoot().DescendantNodes().OfType<BaseTypeDeclarationSyntax>().Where(t => t is not InterfaceDeclarationSyntax).ToList();
        if (types.Count == 0)
        {
            return new(null, new(1, "There is no record, class, struct or enum in this text."));
        }

        var root = types.FirstOrDefault(t => !types.Any(o => o != t && !o.Ancestors().Contains(t) && Uses(o, t.Identifier.Text)) && t is not EnumDeclarationSyntax) ?? types[0];
        var writer = new CSharpSchemaWriter(types);
        var schema = writer.OfType(root, root.Identifier.Text);
        if (writer.NeedsJsonSchema)
        {
            InJsonSchema(schema);
        }

        return new(new(root.Identifier.Text, CSharpDocs.Summary(root), schema, writer.NeedsJsonSchema), null);
    }

    // JSON Schema has no nullable: there null is one of several types.
    private static void InJsonSchema(JsonNode? json)
    {
        if (json is JsonObject schema)
        {
            if (schema["nullable"] is not null && schema["type"] is { } type)
            {
                schema.Remove("nullable");
                schema["type"] = new JsonArray(type.DeepClone(), "null");
            }

            schema.ToList().ForEach(m => InJsonSchema(m.Value));
        }
    }

    private static bool Uses(BaseTypeDeclarationSyntax type, string name) => type.DescendantNodes().OfType<IdentifierNameSyntax>().Any(i => i.Identifier.Text == name);
}

/// <summary>What was read from C#.</summary>
public sealed record CSharpResult(CSharpSchema? Type, SchemaProblem? Problem);

/// <param name="Name">The type's own name.</param>
/// <param name="Description">Its summary; null when it has none.</param>
/// <param name="Schema">The schema.</param>
/// <param name="IsJsonSchema">Whether it needs JSON Schema, because of a dictionary.</param>
public sealed record CSharpSchema(string Name, string? Description, JsonObject Schema, bool IsJsonSchema);

/// <summary>Reads doc comments.</summary>
internal static class CSharpDocs
{
    public static string? Summary(SyntaxNode node) => Text(node, d => d.Element("summary"));

    public static string? Param(SyntaxNode node, string name) => Text(node, d => d.Elements("param").FirstOrDefault(p => p.Attribute("name")?.Value == name));

    private static string? Text(SyntaxNode node, Func<XElement, XElement?> pick)
    {
        var comment = string.Concat(node.GetLeadingTrivia().Where(t => t.HasStructure).Select(t => t.GetStructure()).OfType<DocumentationCommentTriviaSyntax>().Select(d => d.ToString()));
        if (comment.Length == 0)
        {
            return null;
        }

        try
        {
            var lines = comment.Split('\n').Select(l => l.Trim().TrimStart('/', '*').Trim());
            var words = pick(XElement.Parse($"<doc>{string.Join(' ', lines)}</doc>"));
            foreach (var reference in words?.Descendants().Where(d => d.IsEmpty).ToList() ?? [])
            {
                reference.Value = (reference.Attribute("cref") ?? reference.Attribute("name") ?? reference.Attribute("langword"))?.Value ?? "";
            }

            return words is null ? null : string.Join(' ', words.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries)) is { Length: > 0 } text ? text : null;
        }
        catch (XmlException)
        {
            return null;
        }
    }
}
