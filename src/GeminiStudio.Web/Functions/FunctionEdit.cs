using GeminiStudio.Functions;
using GeminiStudio.Sessions;

namespace GeminiStudio.Web.Functions;

/// <summary>The functions of a session while their editor is open: one tree, two views of it, nothing saved yet.</summary>
public sealed class FunctionEdit
{
    private readonly Dictionary<FunctionDraft, FunctionAnswer> _answers = [];
    private readonly FunctionAnswers _before;
    private List<FunctionDraft>? _typed;

    public FunctionEdit(FunctionSettings? settings)
    {
        Mode = settings?.Mode ?? "AUTO";
        Allowed = [.. settings?.AllowedNames ?? []];
        _before = FunctionAnswers.Read(settings?.Answers);
        (MaxRounds, Steps) = (_before.MaxRounds, _before.Steps);
        Load(settings?.Declarations ?? "[]", _before);
        if (Functions.Count == 0)
        {
            Add();
        }
    }

    public List<FunctionDraft> Functions { get; } = [];

    public int Selected { get; private set; }

    public FunctionDraft Current => Functions[Selected];

    /// <summary>Whether the current function is edited as JSON.</summary>
    public bool IsText { get; private set; }

    /// <summary>That JSON, as typed.</summary>
    public string Text { get; private set; } = "";

    public string Mode { get; set; }

    public HashSet<string> Allowed { get; }

    public int? MaxRounds { get; set; }

    public bool Steps { get; set; }

    public FunctionAnswer Answer
    {
        get => _answers.GetValueOrDefault(Current) ?? new();
        set => _answers[Current] = value;
    }

    /// <summary>What keeps it from being saved, with the line where there is one.</summary>
    public IReadOnlyList<string> Problems
    {
        get
        {
            if (IsText && SchemaRules.OfFunctions(JsonSource.Parse(Text)).Where(p => p.IsError).ToList() is { Count: > 0 } typed)
            {
                return [.. typed.Select(p => $"Line {p.Line}. {p.Message}")];
            }

            var all = All;
            var found = all.SelectMany(f => SchemaRules.OfFunctions(JsonSource.Parse(Declarations.Pretty(f.ToJson()))).Where(p => p.IsError)
                .Select(p => f.Name.Length == 0 ? p.Message : $"{f.Name}: {p.Message}"));
            var twice = all.GroupBy(f => f.Name).Where(g => g.Count() > 1 && g.Key.Length > 0).Select(g => $"Two functions are named {g.Key}.");
            var endpoints = all.Select(f => (f.Name, Answer: _answers.GetValueOrDefault(f))).Where(a => a.Answer is not null)
                .Select(a => (a.Name, Problem: AnswerProblem(a.Answer!))).Where(a => a.Problem is not null).Select(a => $"{a.Name}: {a.Problem}");
            return [.. found, .. twice, .. endpoints];
        }
    }

    private List<FunctionDraft> All => _typed is null ? Functions : [.. Functions[..Selected], .. _typed, .. Functions[(Selected + 1)..]];

    public static IReadOnlyList<SchemaProblem> Check(string text) => SchemaRules.OfFunctions(JsonSource.Parse(text));

    public void Select(int index)
    {
        TakeTyped();
        Selected = Math.Clamp(index, 0, Functions.Count - 1);
        ShowText();
    }

    public void Show(bool asText)
    {
        TakeTyped();
        IsText = asText;
        ShowText();
    }

    public void Add()
    {
        TakeTyped();
        var number = Functions.Count + 1;
        while (Functions.Any(f => f.Name == $"function_{number}"))
        {
            number++;
        }

        Functions.Add(FunctionDraft.New($"function_{number}"));
        Select(Functions.Count - 1);
    }

    public void Remove()
    {
        _typed = null;
        Functions.RemoveAt(Selected);
        if (Functions.Count == 0)
        {
            Functions.Add(FunctionDraft.New("function_1"));
        }

        Select(Selected);
    }

    /// <summary>Takes what was typed as JSON; a list of functions takes the place of the current one.</summary>
    public void SetText(string text)
    {
        Text = text;
        var source = JsonSource.Parse(text);
        if (SchemaRules.OfFunctions(source).Any(p => p.IsError) || Declarations.Of(source.Root) is not { Count: > 0 } typed)
        {
            return;
        }

        var answer = Answer;
        if (typed is [var one])
        {
            _typed = null;
            Functions[Selected] = one;
        }
        else
        {
            _typed = typed;
        }

        _answers[typed[0]] = answer;
    }

    /// <summary>Adds functions with their answers, those of the same name replaced.</summary>
    public void Import(IReadOnlyList<(FunctionDraft Function, FunctionAnswer? Answer)> functions)
    {
        TakeTyped();
        Functions.RemoveAll(f => IsUntouched(f) || functions.Any(i => i.Function.Name == f.Name));
        foreach (var (function, answer) in functions)
        {
            Functions.Add(function);
            if (answer is not null)
            {
                _answers[function] = answer;
            }
        }

        Select(Functions.Count - functions.Count);
    }

    /// <summary>Adds a kept set.</summary>
    public void Load(string declarations, FunctionAnswers answers) =>
        LoadAll([.. Declarations.Read(declarations).Select(f => (f, answers.Functions.GetValueOrDefault(f.Name)))]);

    /// <summary>What is kept with the session. The hosts of endpoints are allowed by this.</summary>
    public FunctionSettings Result(bool isOn)
    {
        TakeTyped();
        var real = Functions.Where(f => !IsUntouched(f) || Functions.Count > 1).ToList();
        return new()
        {
            IsOn = isOn && real.Count > 0,
            Declarations = Declarations.Write(real),
            Mode = Mode == "AUTO" ? null : Mode,
            AllowedNames = [.. Allowed.Where(n => real.Any(f => f.Name == n))],
            Answers = Answers(real).Write(),
        };
    }

    private FunctionAnswers Answers(List<FunctionDraft> functions) => _before with
    {
        MaxRounds = MaxRounds,
        Steps = Steps,
        Functions = functions.Where(_answers.ContainsKey).ToDictionary(f => f.Name, f => WithHost(_answers[f])),
    };

    private static FunctionAnswer WithHost(FunctionAnswer answer) => answer with
    {
        Http = answer.Http is { } http ? http with { Host = GuardedScope.HostOf(http.Url) } : null,
        Mcp = answer.Mcp is { } mcp ? mcp with { Host = GuardedScope.HostOf(mcp.Url) } : null,
    };

    private static string? AnswerProblem(FunctionAnswer answer) => answer switch
    {
        { Kind: AnswerKind.Http } => HttpFunctions.Problem(answer.Http ?? new()),
        { Kind: AnswerKind.Mcp } when answer.Mcp?.Command is null && GuardedScope.HostOf(answer.Mcp?.Url) is null => "The MCP server needs an http or https address.",
        { Kind: AnswerKind.Mock } => JsonProblem("The fixed answer", answer.Mock),
        { Kind: AnswerKind.Rules } => answer.Rules.SelectMany(r => new[] { JsonProblem("A rule's arguments", r.When), JsonProblem("A rule's answer", r.Response) }).FirstOrDefault(p => p is not null),
        _ => null,
    };

    private static string? JsonProblem(string what, string? text) =>
        !string.IsNullOrWhiteSpace(text) && JsonSource.Parse(text).Problem is { } problem ? $"{what}, line {problem.Line}: {problem.Message}" : null;

    private void LoadAll(IReadOnlyList<(FunctionDraft, FunctionAnswer?)> functions)
    {
        if (functions.Count > 0)
        {
            Import(functions);
        }
    }

    private void TakeTyped()
    {
        if (_typed is { } typed)
        {
            _typed = null;
            Functions.RemoveAt(Selected);
            Functions.InsertRange(Selected, typed);
        }
    }

    private void ShowText() => Text = IsText ? Declarations.Pretty(Current.ToJson()) : "";

    private static bool IsUntouched(FunctionDraft function) =>
        function.Name.StartsWith("function_", StringComparison.Ordinal) && function.Description.Length == 0 && function.ToJson().Count == 1;
}
