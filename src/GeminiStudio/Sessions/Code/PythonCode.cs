namespace GeminiStudio.Sessions.Code;

/// <summary>The request for <c>google-genai</c>.</summary>
internal static class PythonCode
{
    private static readonly PythonStyle Style = new(renames: true, decodes: true);
    private static readonly PythonStyle Plain = new(renames: false, decodes: false);

    public static string Write(CodeRequest request)
    {
        var sdk = SdkRequest.Read(request);
        var address = request.StudioAddress is { } studio ? $", base_url={Quoted.Json(studio)}" : "";
        var settings = sdk.Config.Select(m => $"        {WirePlace.Snake(m.Key)}={Style.Write(m.Value, indent: 8, default(WirePlace).Into(m.Key))},\n")
            .Concat(sdk.Rest is { } rest ? [$"        http_options=types.HttpOptions(extra_body={Plain.Write(rest, indent: 8)}),\n"] : []);
        var code = HttpCode.Fill(
            """
            import os

            from google import genai
            from google.genai import types

            client = genai.Client(
                api_key=os.environ["{0}"],
                http_options=types.HttpOptions(api_version="v1beta"{1}),
            )

            response = client.models.generate_content(
                model={2},
                contents={3},
                config=types.GenerateContentConfig(
            {4}    ),
            )

            print(response.text or response.candidates)

            """,
            request.KeyVariable, address, Quoted.Json(request.Model), Style.Write(sdk.Contents, indent: 4, default(WirePlace).Into("contents")), string.Concat(settings));
        return code.Contains("base64.b64decode(", StringComparison.Ordinal) ? "import base64\n" + code : code;
    }
}
