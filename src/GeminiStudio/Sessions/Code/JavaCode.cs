namespace GeminiStudio.Sessions.Code;

/// <summary>The request for <c>com.google.genai</c>, read by the SDK's own types so that no field is lost.</summary>
internal static class JavaCode
{
    public static string Write(CodeRequest request)
    {
        var sdk = SdkRequest.Read(request);
        var address = request.StudioAddress is { } studio ? $".baseUrl({Quoted.Json(studio)})" : "";
        var contents = (sdk.Contents.Items ?? []).Select(c => $"Content.fromJson({Quoted.Java(TypedJson.Quoting.Write(c))})");
        return HttpCode.Fill(
            """
            import com.google.genai.Client;
            import com.google.genai.types.Content;
            import com.google.genai.types.GenerateContentConfig;
            import com.google.genai.types.GenerateContentResponse;
            import com.google.genai.types.HttpOptions;
            import java.util.List;

            public class Main {
                public static void main(String[] args) {
                    Client client = Client.builder()
                        .apiKey(System.getenv("{0}"))
                        .httpOptions(HttpOptions.builder().apiVersion("v1beta"){1}.build())
                        .build();

                    List<Content> contents = List.of({3});

                    GenerateContentConfig config = GenerateContentConfig.fromJson({4});

                    GenerateContentResponse response = client.models.generateContent({2}, contents, config);
                    System.out.println(response.text());
                }
            }

            """,
            request.KeyVariable, address, Quoted.Json(request.Model), string.Join(",\n", contents), Quoted.Java(TypedJson.Quoting.Write(sdk.ConfigObject("extraBody"))));
    }
}
