namespace GeminiStudio.Sessions.Code;

/// <summary>One way of writing a request down.</summary>
public sealed class CodeLanguage
{
    private const string Run = "Run by our tests: it sends the same JSON as this chat.";
    private const string Compared = "Checked against the API reference and the SDK's own source; not run by our tests.";

    private readonly Func<CodeRequest, string> _write;

    private CodeLanguage(string id, string name, string note, Func<CodeRequest, string> write) => (Id, Name, Note, _write) = (id, name, note, write);

    /// <summary>All of them in the order of their tabs.</summary>
    public static IReadOnlyList<CodeLanguage> All { get; } =
    [
        new("curl", "cURL", $"Bash or zsh. {Run}", HttpCode.Curl),
        new("python", "Python", $"pip install google-genai. {Compared}", PythonCode.Write),
        new("python-old", "Python (older)", $"pip install google-generativeai, which Google no longer develops. {Compared}", OldPythonCode.Write),
        new("javascript", "JavaScript", $"npm install @google/genai, as a module. {Run}", JavaScriptCode.Write),
        new("go", "Go", $"go get google.golang.org/genai. {Compared}", GoCode.Write),
        new("csharp", "C#", $"dotnet add package Google.GenAI. {Compared}", CSharpCode.Write),
        new("csharp-http", "C# HttpClient", $"No package. {Run}", HttpCode.CSharp),
        new("java", "Java", $"com.google.genai:google-genai. {Compared}", JavaCode.Write),
        new("openai-python", "OpenAI Python", $"pip install openai. {Compared}", OpenAiCode.Python),
        new("openai-javascript", "OpenAI JavaScript", $"npm install openai, as a module. {Compared}", OpenAiCode.JavaScript),
    ];

    /// <summary>As in addresses.</summary>
    public string Id { get; }

    /// <summary>As on its tab.</summary>
    public string Name { get; }

    /// <summary>What it needs, and how it was checked.</summary>
    public string Note { get; }

    /// <summary>Null when there is none of that id.</summary>
    public static CodeLanguage? Find(string id) => All.FirstOrDefault(l => l.Id == id);

    /// <summary>The program, with a line feed at its end.</summary>
    public string Write(CodeRequest request) => _write(request);
}
