namespace GeminiStudio.Emulator.Answers.Composing;

/// <summary>The programs that people ask for in a demonstration, and a frame for all others.</summary>
internal static class CodeSamples
{
    private sealed record Task(string Pattern, string What, string Note, string CSharp, string Python, string JavaScript);

    private static readonly Task[] Tasks =
    [
        new("fibonacci", "a function for the Fibonacci numbers", "It takes linear time and constant memory; a plain recursion would take exponential time.",
            "static long Fibonacci(int n)\n{\n    var (a, b) = (0L, 1L);\n    for (var i = 0; i < n; i++)\n    {\n        (a, b) = (b, a + b);\n    }\n    return a;\n}\n\nConsole.WriteLine(Fibonacci(10)); // 55",
            "def fibonacci(n: int) -> int:\n    a, b = 0, 1\n    for _ in range(n):\n        a, b = b, a + b\n    return a\n\n\nprint(fibonacci(10))  # 55",
            "function fibonacci(n) {\n  let [a, b] = [0, 1];\n  for (let i = 0; i < n; i++) {\n    [a, b] = [b, a + b];\n  }\n  return a;\n}\n\nconsole.log(fibonacci(10)); // 55"),
        new("fizz ?buzz", "FizzBuzz", "The order of the tests matters: 15 comes before 3 and 5.",
            "foreach (var i in Enumerable.Range(1, 100))\n{\n    Console.WriteLine((i % 3, i % 5) switch\n    {\n        (0, 0) => \"FizzBuzz\",\n        (0, _) => \"Fizz\",\n        (_, 0) => \"Buzz\",\n        _ => i.ToString(),\n    });\n}",
            "for i in range(1, 101):\n    if i % 15 == 0:\n        print(\"FizzBuzz\")\n    elif i % 3 == 0:\n        print(\"Fizz\")\n    elif i % 5 == 0:\n        print(\"Buzz\")\n    else:\n        print(i)",
            "for (let i = 1; i <= 100; i++) {\n  const word = (i % 3 ? \"\" : \"Fizz\") + (i % 5 ? \"\" : \"Buzz\");\n  console.log(word || i);\n}"),
        new("revers", "a function that reverses a string", "For text with emoji or accents, reverse grapheme clusters instead of characters.",
            "static string Reverse(string text) => string.Concat(text.Reverse());\n\nConsole.WriteLine(Reverse(\"Gemini\")); // inimeG",
            "def reverse(text: str) -> str:\n    return text[::-1]\n\n\nprint(reverse(\"Gemini\"))  # inimeG",
            "const reverse = (text) => [...text].reverse().join(\"\");\n\nconsole.log(reverse(\"Gemini\")); // inimeG"),
        new("prime", "a test for prime numbers", "Divisors come in pairs, so it is enough to look up to the square root.",
            "static bool IsPrime(int n)\n{\n    if (n < 2) return false;\n    for (var d = 2; d <= n / d; d++)\n    {\n        if (n % d == 0) return false;\n    }\n    return true;\n}",
            "def is_prime(n: int) -> bool:\n    if n < 2:\n        return False\n    d = 2\n    while d * d <= n:\n        if n % d == 0:\n            return False\n        d += 1\n    return True",
            "function isPrime(n) {\n  if (n < 2) return false;\n  for (let d = 2; d * d <= n; d++) {\n    if (n % d === 0) return false;\n  }\n  return true;\n}"),
        new("sort", "a sort by a key", "The original list stays as it is; a new one is returned.",
            "record Person(string Name, int Age);\n\nPerson[] people = [new(\"Ada\", 36), new(\"Linus\", 28)];\nvar byAge = people.OrderBy(p => p.Age).ToList();",
            "people = [{\"name\": \"Ada\", \"age\": 36}, {\"name\": \"Linus\", \"age\": 28}]\nby_age = sorted(people, key=lambda p: p[\"age\"])",
            "const people = [{ name: \"Ada\", age: 36 }, { name: \"Linus\", age: 28 }];\nconst byAge = people.toSorted((a, b) => a.age - b.age);"),
        new("hello", "a first program", "Run it, change the text, and run it again.",
            "Console.WriteLine(\"Hello, world!\");", "print(\"Hello, world!\")", "console.log(\"Hello, world!\");"),
    ];

    private const string Sql = """
        SELECT c.name, COUNT(o.id) AS orders, SUM(o.total) AS revenue
        FROM customers AS c
        JOIN orders AS o ON o.customer_id = c.id
        WHERE o.created_at >= DATE '2026-01-01'
        GROUP BY c.name
        HAVING COUNT(o.id) > 3
        ORDER BY revenue DESC
        LIMIT 10;
        """;

    public static (string What, string Code, string Note) Find(Question question, string fence, string name)
    {
        if (fence == "sql")
        {
            return ("a query", Sql, "An index on `orders (customer_id, created_at)` keeps it quick.");
        }
        var task = Tasks.FirstOrDefault(t => question.Asks(t.Pattern));
        return task is not null
            ? (task.What, OfLanguage(fence, task.CSharp, task.Python, task.JavaScript), task.Note)
            : ("a frame to start from", OfLanguage(fence,
                $"static IReadOnlyList<string> {name}(IEnumerable<string> items)\n{{\n    return [.. items.Where(i => i.Length > 0).Select(i => i.Trim())];\n}}",
                $"def {name}(items: list[str]) -> list[str]:\n    return [item.strip() for item in items if item]",
                $"function {name}(items) {{\n  return items.filter(Boolean).map((item) => item.trim());\n}}"),
                "Put your own rule in the middle line, and add a test for the empty list first.");
    }

    private static string OfLanguage(string fence, string csharp, string python, string javascript) => fence switch
    {
        "csharp" => csharp,
        "javascript" => javascript,
        _ => python,
    };
}
