using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using GeminiStudio.Emulator.Answers.Composing;

namespace GeminiStudio.Emulator.Answers.Tools;

/// <summary>Code that is shown as if it had been run, and the result that it would have had.</summary>
/// <param name="Code">Python.</param>
/// <param name="Output">What it prints.</param>
/// <param name="Text">What is said afterwards.</param>
internal sealed partial record CodeRun(string Code, string Output, string Text, bool Failed = false)
{
    private const int MostNumbers = 50;

    /// <summary>A run that fits the prompt; null when there is nothing to compute in it.</summary>
    public static CodeRun? For(string prompt)
    {
        if (Sequence().Match(prompt) is { Success: true } sequence)
        {
            return First(sequence.Groups["kind"].Value.ToUpperInvariant(), sequence.Groups["n"].Value);
        }
        if (Aggregate().Match(prompt) is { Success: true } aggregate)
        {
            return OfList(aggregate.Groups["kind"].Value.ToUpperInvariant(), [.. Number().Matches(aggregate.Groups["list"].Value).Select(m => Read(m.Value))]);
        }
        if (Expression().Match(prompt) is not { Success: true } expression)
        {
            return null;
        }
        var written = expression.Value.Trim().Replace('×', '*').Replace('÷', '/');
        var python = written.Replace("^", "**", StringComparison.Ordinal);
        if (Sum.TryCompute(written, out var value))
        {
            var output = value.ToString("0.##########", CultureInfo.InvariantCulture);
            return new CodeRun($"result = {python}\nprint(result)\n", output + "\n", $"The result of {written} is **{output}**.");
        }
        return ByZero().IsMatch(written)
            ? new CodeRun($"result = {python}\nprint(result)\n", "Traceback (most recent call last):\n  File \"<string>\", line 1, in <module>\nZeroDivisionError: division by zero\n",
                $"{written} has no result: a number cannot be divided by zero.", Failed: true)
            : null;
    }

    /// <summary>The code and its result as two parts.</summary>
    public IEnumerable<JsonObject> Parts()
    {
        yield return new JsonObject { ["executableCode"] = new JsonObject { ["language"] = "PYTHON", ["code"] = Code } };
        yield return new JsonObject { ["codeExecutionResult"] = new JsonObject { ["outcome"] = Failed ? "OUTCOME_FAILED" : "OUTCOME_OK", ["output"] = Output } };
    }

    private static CodeRun? First(string kind, string count)
    {
        var n = Math.Min(int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var asked) ? asked : 10, MostNumbers);
        var isPrimes = kind.StartsWith("PRIME", StringComparison.Ordinal);
        var numbers = (isPrimes ? Primes().Select(p => (decimal)p) : Fibonacci()).Take(n);
        var code = isPrimes
            ? $"primes, n = [], 2\nwhile len(primes) < {n}:\n    if all(n % p for p in primes):\n        primes.append(n)\n    n += 1\nprint(primes)\n"
            : $"a, b, numbers = 0, 1, []\nfor _ in range({n}):\n    numbers.append(a)\n    a, b = b, a + b\nprint(numbers)\n";
        var list = string.Join(", ", numbers);
        return new CodeRun(code, $"[{list}]\n", $"The first {n} {(isPrimes ? "primes" : "Fibonacci numbers")} are {list}.");
    }

    private static CodeRun? OfList(string kind, IReadOnlyList<decimal> numbers)
    {
        if (numbers.Count == 0)
        {
            return null;
        }
        var (call, result) = kind switch
        {
            "AVERAGE" or "MEAN" => ("sum(numbers) / len(numbers)", numbers.Average()),
            "LARGEST" or "MAXIMUM" or "MAX" => ("max(numbers)", numbers.Max()),
            "SMALLEST" or "MINIMUM" or "MIN" => ("min(numbers)", numbers.Min()),
            _ => ("sum(numbers)", numbers.Sum()),
        };
        var output = result.ToString("0.######", CultureInfo.InvariantCulture);
        return new CodeRun(
            $"numbers = [{string.Join(", ", numbers.Select(n => n.ToString(CultureInfo.InvariantCulture)))}]\nprint({call})\n", output + "\n",
            $"The {kind.ToLowerInvariant()} of these {numbers.Count} numbers is **{output}**.");
    }

    private static decimal Read(string number) => decimal.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : 0;

    private static IEnumerable<int> Primes()
    {
        var found = new List<int>();
        for (var n = 2; ; n++)
        {
            if (found.TrueForAll(p => n % p != 0))
            {
                found.Add(n);
                yield return n;
            }
        }
    }

    private static IEnumerable<decimal> Fibonacci()
    {
        var (a, b) = (0m, 1m);
        while (true)
        {
            yield return a;
            (a, b) = (b, a + b);
        }
    }

    [GeneratedRegex(@"\bfirst (?<n>\d{1,3})\s+(?<kind>primes?|fibonacci)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Sequence();

    [GeneratedRegex(@"\b(?<kind>sum|average|mean|largest|smallest|maximum|minimum|max|min)\b\D{0,30}(?<list>-?\d{1,12}(\.\d{1,6})?(\s*(,|and|, and)\s*-?\d{1,12}(\.\d{1,6})?)+)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Aggregate();

    [GeneratedRegex(@"-?\d+(\.\d+)?", RegexOptions.ExplicitCapture)]
    private static partial Regex Number();

    [GeneratedRegex(@"[(\d][\d\s.()]*[-+*/×÷^][-\d\s.()+*/×÷^]*[\d)]", RegexOptions.NonBacktracking)]
    private static partial Regex Expression();

    [GeneratedRegex(@"/\s*0+(\.0+)?(?![\d.])", RegexOptions.ExplicitCapture)]
    private static partial Regex ByZero();
}
