namespace GeminiStudio.Sessions.Code;

/// <summary>The request for OpenAI's SDKs, against the endpoint of Google's that speaks as theirs does.</summary>
internal static class OpenAiCode
{
    private static readonly PythonStyle PythonValues = new(renames: false, decodes: false);

    public static string Python(CodeRequest request)
    {
        var openAi = OpenAiRequest.Read(request);
        var fields = openAi.Fields.Select(f => $"    {f.Key}={PythonValues.Write(f.Value, indent: 4)},\n")
            .Concat(openAi.Google is { } google ? [$"    extra_body={PythonValues.Write(Extra(Extra(google, "google"), "extra_body"), indent: 4)},\n"] : []);
        return HttpCode.Fill(
            """
            {4}import os

            from openai import OpenAI

            client = OpenAI(
                api_key=os.environ["{0}"],
                base_url={1},
            )

            response = client.chat.completions.create(
                model={2},
            {3})

            print(response.choices[0].message)

            """,
            request.KeyVariable, Quoted.Python(Address(request)), Quoted.Python(request.Model), string.Concat(fields), Left(openAi, "#"));
    }

    public static string JavaScript(CodeRequest request)
    {
        var openAi = OpenAiRequest.Read(request);
        var fields = openAi.Fields.Select(f => $"  {f.Key}: {LiteralStyle.JavaScript.Write(f.Value, indent: 2)},\n")
            .Concat(openAi.Google is { } google ? [$"  extra_body: {LiteralStyle.JavaScript.Write(Extra(google, "google"), indent: 2)},\n"] : []);
        return HttpCode.Fill(
            """
            {4}import OpenAI from "openai";

            const client = new OpenAI({
              apiKey: process.env.{0},
              baseURL: {1},
            });

            const response = await client.chat.completions.create({
              model: {2},
            {3}});

            console.log(response.choices[0].message);

            """,
            request.KeyVariable, Quoted.Json(Address(request)), Quoted.Json(request.Model), string.Concat(fields), Left(openAi, "//"));
    }

    private static string Address(CodeRequest request) => $"{request.Address}/v1beta/openai/";

    private static WireNode Extra(WireNode value, string name) => WireNode.Object((name, value));

    private static string Left(OpenAiRequest request, string comment) => request.Left.Count == 0 ? ""
        : $"{comment} Not sent, since this API has no place for it: {string.Join(", ", request.Left.Select(OldPythonCode.Comment))}.\n";
}
