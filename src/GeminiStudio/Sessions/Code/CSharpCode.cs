namespace GeminiStudio.Sessions.Code;

/// <summary>The request for <c>Google.GenAI</c>, read by the SDK's own types so that no field is lost.</summary>
internal static class CSharpCode
{
    public static string Write(CodeRequest request)
    {
        var sdk = SdkRequest.Read(request);
        var address = request.StudioAddress is { } studio ? $", BaseUrl = {Quoted.Json(studio)}" : "";
        return HttpCode.Fill(
            """
            {5}using System;
            using System.Collections.Generic;
            using System.Text.Json;
            using Google.GenAI;
            using Google.GenAI.Types;

            var client = new Client(
                vertexAI: false,
                apiKey: System.Environment.GetEnvironmentVariable("{0}"),
                httpOptions: new HttpOptions { ApiVersion = "v1beta"{1} });

            var contents = JsonSerializer.Deserialize<List<Content>>({3});

            var config = JsonSerializer.Deserialize<GenerateContentConfig>({4});

            var response = await client.Models.GenerateContentAsync(model: {2}, contents: contents!, config: config);
            Console.WriteLine(response.Candidates?[0].Content?.Parts?[0].Text);

            """,
            request.KeyVariable, address, Quoted.Json(request.Model), Quoted.CSharpRaw(TypedJson.Quoting.Write(sdk.Contents)),
            Quoted.CSharpRaw(TypedJson.Quoting.Write(sdk.ConfigObject(null))), Left(sdk));
    }

    // A comment that names what the SDK's types have no place for; empty when nothing is lost.
    private static string Left(SdkRequest sdk) => sdk.Rest is not { } rest ? ""
        : $"// Not sent, since this SDK has no place for it: {string.Join(", ", Names(rest).Select(OldPythonCode.Comment))}.\n";

    private static IEnumerable<string> Names(WireNode rest) => (rest.Members ?? []).SelectMany(m =>
        m.Key == "generationConfig" ? (m.Value.Members ?? []).Select(g => $"generationConfig.{g.Key}") : [m.Key]);
}
