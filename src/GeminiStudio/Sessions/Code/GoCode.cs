namespace GeminiStudio.Sessions.Code;

/// <summary>The request for <c>google.golang.org/genai</c>, read by the SDK's own types so that no field is lost.</summary>
internal static class GoCode
{
    public static string Write(CodeRequest request)
    {
        var sdk = SdkRequest.Read(request);
        var address = request.StudioAddress is { } studio ? $", BaseURL: {Quoted.Json(studio + "/")}" : "";
        return HttpCode.Fill(
            """
            package main

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
            request.KeyVariable, address, Quoted.Json(request.Model), Quoted.GoRaw(LiteralStyle.Json.Write(sdk.Contents)), Quoted.GoRaw(LiteralStyle.Json.Write(sdk.ConfigObject("extraBody"))));
    }
}
