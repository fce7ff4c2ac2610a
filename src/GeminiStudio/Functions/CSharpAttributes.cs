using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GeminiStudio.Functions;

/// <summary>What attributes say about a value: another name, a range, a length.</summary>
internal static class CSharpAttributes
{
    public static bool Has(SyntaxList<AttributeListSyntax> lists, params string[] names) => Find(lists, names) is not null;

    /// <summary>The first text among an attribute's arguments; null when it is not there.</summary>
    public static string? Text(SyntaxList<AttributeListSyntax> lists, params string[] names) =>
        Find(lists, names)?.ArgumentList?.Arguments.Select(a => (a.Expression as LiteralExpressionSyntax)?.Token.Value).OfType<string>().FirstOrDefault();

    public static void Constrain(JsonObject schema, SyntaxList<AttributeListSyntax> lists)
    {
        if (Numbers(lists, "Range") is [var least, var most])
        {
            (schema["minimum"], schema["maximum"]) = (least, most);
        }

        var isList = schema["type"]?.ToString() == "array";
        Number(schema, isList ? "minItems" : "minLength", Numbers(lists, "MinLength"));
        Number(schema, isList ? "maxItems" : "maxLength", Numbers(lists, "MaxLength", "StringLength"));
        if (Text(lists, "RegularExpression") is { } pattern)
        {
            schema["pattern"] = pattern;
        }
    }

    private static void Number(JsonObject schema, string keyword, decimal[] values)
    {
        if (values.Length > 0)
        {
            schema[keyword] = values[0];
        }
    }

    private static decimal[] Numbers(SyntaxList<AttributeListSyntax> lists, params string[] names) =>
    [
        .. (Find(lists, names)?.ArgumentList?.Arguments ?? []).Where(a => a.NameEquals is null)
            .Select(a => decimal.TryParse(a.Expression.ToString().TrimEnd('d', 'f', 'm', 'L').Replace("_", "", StringComparison.Ordinal), NumberStyles.Number, CultureInfo.InvariantCulture, out var n) ? (decimal?)n : null)
            .OfType<decimal>(),
    ];

    private static AttributeSyntax? Find(SyntaxList<AttributeListSyntax> lists, params string[] names) =>
        lists.SelectMany(l => l.Attributes).FirstOrDefault(a => names.Contains(a.Name.ToString().Split('.')[^1].Replace("Attribute", "", StringComparison.Ordinal)));
}
