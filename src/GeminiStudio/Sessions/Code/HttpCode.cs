namespace GeminiStudio.Sessions.Code;

/// <summary>The request as it goes over the wire, without any SDK.</summary>
internal static class HttpCode
{
    // No line of JSON is this word alone, so the text cannot end before its end; in quotes, the shell reads nothing in it.
    private const string Curling = """
        curl {0} \
          -H "x-goog-api-key: ${1}" \
          -H 'Content-Type: application/json' \
          --data-binary @- <<'END_OF_JSON'
        {2}
        END_OF_JSON

        """;

    public static string Curl(CodeRequest request) => Fill(Curling, Quoted.Shell(request.Url), request.KeyVariable, Body(request));

    public static string CSharp(CodeRequest request) => Fill(
        """
        using System;
        using System.Net.Http;
        using System.Text;

        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, {0});
        request.Headers.Add("x-goog-api-key", Environment.GetEnvironmentVariable("{1}"));
        request.Content = new StringContent({2}, Encoding.UTF8, "application/json");

        using var response = await http.SendAsync(request);
        Console.WriteLine(await response.Content.ReadAsStringAsync());

        """,
        Quoted.Json(request.Url), request.KeyVariable, Quoted.CSharpRaw(Body(request)));

    /// <summary>Puts values in the places {0}, {1} ... of a text, all at once: what they hold is never read again.</summary>
    public static string Fill(string template, params string[] values)
    {
        var text = new System.Text.StringBuilder();
        var lines = template.ReplaceLineEndings("\n");
        for (var at = 0; at < lines.Length; at++)
        {
            var isPlace = lines[at] == '{' && at + 2 < lines.Length && char.IsAsciiDigit(lines[at + 1]) && lines[at + 2] == '}';
            text.Append(isPlace ? values[lines[at + 1] - '0'] : lines[at].ToString());
            at += isPlace ? 2 : 0;
        }

        return text.ToString();
    }

    private static string Body(CodeRequest request) => LiteralStyle.Json.Write(WireNode.Read(request.Body));
}
