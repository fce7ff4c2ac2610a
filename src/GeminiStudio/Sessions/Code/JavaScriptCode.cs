namespace GeminiStudio.Sessions.Code;

/// <summary>The request for <c>@google/genai</c>.</summary>
internal static class JavaScriptCode
{
    public static string Write(CodeRequest request)
    {
        var sdk = SdkRequest.Read(request);
        var address = request.StudioAddress is { } studio ? $", baseUrl: {Quoted.Json(studio)}" : "";
        return HttpCode.Fill(
            """
            import { GoogleGenAI } from "@google/genai";

            const ai = new GoogleGenAI({
              apiKey: process.env.{0},
              httpOptions: { apiVersion: "v1beta"{1} },
            });

            const response = await ai.models.generateContent({
              model: {2},
              contents: {3},
              config: {4},
            });

            console.log(response.text ?? JSON.stringify(response.candidates, null, 2));

            """,
            request.KeyVariable, address, Quoted.Json(request.Model), LiteralStyle.JavaScript.Write(sdk.Contents, indent: 2),
            LiteralStyle.JavaScript.Write(sdk.ConfigObject("extraBody"), indent: 2));
    }
}
