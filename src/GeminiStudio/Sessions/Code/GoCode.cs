namespace GeminiStudio.Sessions.Code;

/// <summary>The request for <c>google.golang.org/genai</c>, read by the SDK's own types so that no field is lost.</summary>
internal static class GoCode
{
    public static string Write(CodeRequest request)
    {
        var sdk = SdkRequest.Read(request);
        var hasEmpty = (sdk.Contents.Items ?? []).Any(c => c["parts"]?.Items?.Any(IsEmpty) == true);
        var contents = hasEmpty ? WireNode.Of((sdk.Contents.Items ?? []).Select(WithText).Where(c => c["parts"]?.Items?.Count > 0)) : sdk.Contents;
        var address = request.StudioAddress is { } studio ? $", BaseURL: {Quoted.Json(studio + "/")}" : "";
        return HttpCode.Fill(
            """
            {5}package main

            import (
            	"context"
            	"encoding/json"
            	"fmt"
            	"log"
            	"os"

            	"google.golang.org/genai"
            )

            func main() {
            	ctx := context.Background()
            	client, err := genai.NewClient(ctx, &genai.ClientConfig{
            		APIKey:      os.Getenv("{0}"),
            		Backend:     genai.BackendGeminiAPI,
            		HTTPOptions: genai.HTTPOptions{APIVersion: "v1beta"{1}},
            	})
            	if err != nil {
            		log.Fatal(err)
            	}

            	var contents []*genai.Content
            	if err := json.Unmarshal([]byte({3}), &contents); err != nil {
            		log.Fatal(err)
            	}

            	var config genai.GenerateContentConfig
            	if err := json.Unmarshal([]byte({4}), &config); err != nil {
            		log.Fatal(err)
            	}

            	response, err := client.Models.GenerateContent(ctx, {2}, contents, &config)
            	if err != nil {
            		log.Fatal(err)
            	}
            	fmt.Println(response.Text())
            }

            """,
            request.KeyVariable, address, Quoted.Json(request.Model), Quoted.GoRaw(TypedJson.Plain.Write(contents)), Quoted.GoRaw(TypedJson.Plain.Write(sdk.ConfigObject("extraBody"))),
            hasEmpty ? "// Not sent, since this SDK would lose the empty text of it: a part that only brings a thoughtSignature.\n" : "");
    }

    private static bool IsEmpty(WireNode part) => part["text"]?.Text is "";

    private static WireNode WithText(WireNode content) => WireNode.Of((content.Members ?? []).Select(m =>
        m.Key == "parts" ? KeyValuePair.Create(m.Key, WireNode.Of((m.Value.Items ?? []).Where(p => !IsEmpty(p)))) : m));
}
