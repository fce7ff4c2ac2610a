using System.Text.Json.Nodes;
using GeminiStudio.Functions;
using GeminiStudio.Sessions;

namespace GeminiStudio.Web.Functions;

/// <summary>The shape of an answer while its editor is open: a tree and the same as JSON, whichever was changed last leads.</summary>
internal sealed class SchemaEdit
{
    private const string EnumMime = "text/x.enum";

    public SchemaEdit(StructuredOutput? structured)
    {
        IsJsonSchema = structured?.IsJsonSchema == true;
        var schema = structured?.Schema is { } text ? JsonSource.Parse(text).Root : null;
        Mode = structured is null ? "schema" : structured.MimeType == EnumMime ? "enum" : structured.Schema is null ? "any" : "schema";
        if (Mode == "enum" && schema is not null)
        {
            Values = SchemaNode.Read(schema);
        }

        Root = SchemaNode.Read(Mode == "schema" ? schema ?? new JsonObject { ["type"] = "object" } : new JsonObject { ["type"] = "object" });
        Text = Declarations.Pretty(Root.ToJson());
    }

    /// <summary>schema, any or enum.</summary>
    public string Mode { get; set; }

    public bool IsJsonSchema { get; set; }

    public string MimeType => Mode == "enum" ? EnumMime : "application/json";

    public SchemaNode Root { get; private set; }

    /// <summary>The words of enum mode.</summary>
    public SchemaNode Values { get; } = SchemaNode.Read(new JsonObject { ["type"] = "string", ["enum"] = new JsonArray() });

    public string Text { get; private set; }

    public IReadOnlyList<string> Problems => Mode switch
    {
        "schema" => [.. Check(Text).Where(p => p.IsError).Select(p => $"Line {p.Line}. {p.Message}")],
        "enum" when Values.Enum is not { Count: > 0 } => ["Add a word first."],
        _ => [],
    };

    public IReadOnlyList<string> Warnings => [.. Check(Text).Where(p => !p.IsError).Select(p => $"Line {p.Line}. {p.Message}").Take(3)];

    public IReadOnlyList<SchemaProblem> Check(string text) => SchemaRules.OfSchema(JsonSource.Parse(text), IsJsonSchema);

    public void TreeChanged() => Text = Declarations.Pretty(Root.ToJson());

    public void SetText(string text)
    {
        Text = text;
        if (!Check(text).Any(p => p.IsError))
        {
            Root = SchemaNode.Read(JsonSource.Parse(text).Root);
        }
    }

    /// <summary>Takes a schema from an example or from C#; answers why not, or null.</summary>
    public string? Build(string source)
    {
        if (string.IsNullOrWhiteSpace(source))
        {
            return "Paste something first.";
        }

        if (source.TrimStart() is ['{' or '[', ..])
        {
            var sample = JsonSource.Parse(source);
            if (sample.Problem is { } problem)
            {
                return $"Line {problem.Line}. {problem.Message}";
            }

            Root = SchemaNode.Read(SampleSchema.Of(sample.Root));
        }
        else
        {
            var read = CSharpTypes.Read(source);
            if (read.Type is not { } type)
            {
                return $"Line {read.Problem!.Line}. {read.Problem.Message}";
            }

            if (type.Schema["enum"] is JsonArray words)
            {
                (Mode, Values.Enum) = ("enum", [.. words.Select(w => w!.ToString())]);
                return null;
            }

            (Root, IsJsonSchema) = (SchemaNode.Read(type.Schema), type.IsJsonSchema);
        }

        Mode = "schema";
        TreeChanged();
        return null;
    }

    public StructuredOutput Result() => new()
    {
        IsOn = true,
        MimeType = MimeType,
        IsJsonSchema = Mode == "schema" && IsJsonSchema,
        Schema = Mode switch
        {
            "schema" => Declarations.Write(JsonSource.Parse(Text).Root!),
            "enum" => Declarations.Write(Values.ToJson()),
            _ => null,
        },
    };
}
