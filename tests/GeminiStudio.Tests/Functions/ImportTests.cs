using System.Text.Json.Nodes;
using GeminiStudio.Functions;

namespace GeminiStudio.Tests.Functions;

public sealed class ImportTests
{
    private const string Petstore =
        """
        openapi: 3.0.4
        info: { title: Petstore, version: 1.0.0 }
        servers: [ { url: 'https://pets.example/api/v3' } ]
        paths:
          /pet:
            post:
              operationId: addPet
              summary: Add a new pet to the store.
              requestBody:
                required: true
                content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } }
              responses: { '200': { description: ok } }
          /pet/findByStatus:
            get:
              operationId: findPetsByStatus
              parameters:
                - { name: status, in: query, required: true, description: Status values, schema: { type: string, enum: [available, pending, sold] } }
              responses: { '200': { description: ok } }
          /pet/{petId}:
            parameters:
              - { name: petId, in: path, required: true, description: ID of pet, schema: { type: integer, format: int64 } }
            get: { operationId: getPetById, responses: { '200': { description: ok } } }
            delete: { summary: Deletes a pet., responses: { '200': { description: ok } } }
        components:
          schemas:
            Category: { type: object, properties: { id: { type: integer, format: int64 }, name: { type: string }, parent: { $ref: '#/components/schemas/Category' } } }
            Pet:
              type: object
              required: [name, photoUrls]
              properties:
                id: { type: integer, format: int64, readOnly: true }
                name: { type: string, example: doggie }
                category: { $ref: '#/components/schemas/Category' }
                photoUrls: { type: array, items: { type: string } }
                status: { type: string, description: pet status in the store, enum: [available, pending, sold] }
        """;

    [Fact]
    public void A_petstore_document_becomes_functions_that_Google_takes()
    {
        var read = OpenApiFunctions.Read(Petstore);

        Assert.Null(read.Problem);
        Assert.Equal(["addPet", "findPetsByStatus", "getPetById", "delete_pet_petId"], read.Functions.Select(f => f.Function.Name));
        Assert.Empty(SchemaRules.OfFunctions(JsonSource.Parse(Declarations.Write(read.Functions.Select(f => f.Function)))));
        Assert.Equal("https://pets.example/api/v3/pet/{petId}", read.Functions[2].Url);
        Assert.Equal(
            """{"name":"findPetsByStatus","parameters":{"type":"object","properties":{"status":{"type":"string","enum":["available","pending","sold"],"description":"Status values"}},"required":["status"]}}""",
            read.Functions[1].Function.ToJson().ToJsonString());
        var pet = read.Functions[0].Function.ToJson();
        Assert.Equal("Add a new pet to the store.", pet["description"]!.ToString());
        Assert.Equal("""["name","photoUrls"]""", pet["parameters"]!["required"]!.ToJsonString());
        Assert.Equal("Another Category.", pet["parameters"]!["properties"]!["category"]!["properties"]!["parent"]!["description"]!.ToString());
    }

    [Theory]
    [InlineData("{\"openapi\":\"3.0.0\",\"info\":{\"title\":\"t\",\"version\":\"1\"},\"paths\":{}}")]
    [InlineData("no document at all")]
    [InlineData("{")]
    [InlineData("a: &a [*a, *a]")]
    public void A_text_that_is_no_document_is_refused_in_words(string text) => Assert.NotNull(OpenApiFunctions.Read(text).Problem);

    [Fact]
    public void A_csharp_record_with_nested_types_enums_and_nulls_becomes_its_schema()
    {
        var read = CSharpTypes.Read(
            """
            /// <summary>How a parcel is sent.</summary>
            public enum Speed { /// <summary>Next day.</summary>
                Fast, Slow }

            /// <summary>A parcel on its <see cref="Way"/>.</summary>
            /// <param name="OrderId">Number on the label.</param>
            public record Parcel([property: JsonPropertyName("order_id")] string OrderId, Speed? Speed, IReadOnlyList<Item> Items, [Range(1, 50)] int Max = 10)
            {
                public required DateOnly SentOn { get; init; }
                public string? Note { get; set; }
                [JsonIgnore] public int Hidden { get; set; }
                public string Label => "x";
                public class Item { /// <summary>In grams.</summary>
                    public double Weight { get; set; } public Parcel? Inside { get; set; } }
            }
            """);

        Assert.Null(read.Problem);
        Assert.Equal(("Parcel", "A parcel on its Way.", false), (read.Type!.Name, read.Type.Description, read.Type.IsJsonSchema));
        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse(
                """
                {"type":"object","description":"A parcel on its Way.","properties":{
                  "order_id":{"type":"string","description":"Number on the label."},
                  "speed":{"type":"string","description":"How a parcel is sent. Fast: Next day.","enum":["Fast","Slow"],"nullable":true},
                  "items":{"type":"array","items":{"type":"object","properties":{
                    "weight":{"type":"number","format":"double","description":"In grams."},
                    "inside":{"type":"object","description":"Another Parcel.","nullable":true}},"required":["weight"]}},
                  "max":{"type":"integer","format":"int32","minimum":1,"maximum":50},
                  "sentOn":{"type":"string","format":"date"},
                  "note":{"type":"string","nullable":true}},
                 "required":["order_id","items","sentOn"]}
                """),
            read.Type.Schema), read.Type.Schema.ToJsonString());
    }

    [Fact]
    public void A_dictionary_makes_it_JSON_Schema()
    {
        var read = CSharpTypes.Read("public class Stock { public Dictionary<string, int> Counts { get; set; } public string? Note { get; set; } }");

        Assert.True(read.Type!.IsJsonSchema);
        Assert.Equal(
            """{"type":"object","properties":{"counts":{"type":"object","additionalProperties":{"type":"integer","format":"int32"}},"note":{"type":["string","null"]}},"required":["counts"]}""",
            read.Type.Schema.ToJsonString());
    }

    [Fact]
    public void Broken_csharp_is_refused_with_its_line() => Assert.Equal(2, CSharpTypes.Read("public record A(\n  string X,,\n);").Problem!.Line);
}
