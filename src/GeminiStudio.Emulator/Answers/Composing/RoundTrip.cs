using System.Globalization;
using System.Text.RegularExpressions;

namespace GeminiStudio.Emulator.Answers.Composing;

/// <summary>Finds the shortest round trip through a few places whose distances the prompt gives, by trying all of them.</summary>
internal static class RoundTrip
{
    private const int MostPlaces = 8;
    private static readonly Regex Leg = new(@"\b(?<a>[A-Z])\s*[-–]\s*(?<b>[A-Z])\s*(is|:|=)?\s*(?<d>\d+(\.\d+)?)", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking);

    public static string? Answer(Question question)
    {
        var legs = new Dictionary<(char, char), double>();
        foreach (Match leg in Leg.Matches(question.Head))
        {
            var (a, b) = (leg.Groups["a"].Value[0], leg.Groups["b"].Value[0]);
            legs[(a, b)] = legs[(b, a)] = double.Parse(leg.Groups["d"].Value, CultureInfo.InvariantCulture);
        }

        var places = legs.Keys.Select(k => k.Item1).Distinct().Order().ToList();
        if (places.Count is < 3 or > MostPlaces)
        {
            return null;
        }

        var trips = Orders(places[0], [.. places.Skip(1)])
            .Where(t => t[1] < t[^1]) // the same circle the other way round is the same trip
            .Where(t => Pairs(t).All(legs.ContainsKey))
            .Select(t => (Name: string.Join(" → ", t.Append(t[0])), Sum: string.Join(" + ", Pairs(t).Select(p => Text(legs[p]))), Length: Pairs(t).Sum(p => legs[p])))
            .OrderBy(t => t.Length).ToList();
        if (trips.Count == 0)
        {
            return null;
        }

        var rows = string.Join("\n", trips.Take(6).Select(t => $"| {t.Name} | {t.Sum} | {(t == trips[0] ? $"**{Text(t.Length)}**" : Text(t.Length))} |"));
        return $"""
            A round trip has no beginning, so I start at {places[0]} and try every order of the others. Backwards is the same length, which leaves {trips.Count} {(trips.Count == 1 ? "trip" : "different trips")}:

            | trip | legs | length |
            |---|---|---|
            {rows}

            **The shortest is {trips[0].Name}, {Text(trips[0].Length)} in all.** {Why(trips.Count)}
            """;
    }

    private static string Why(int trips) => trips > 1
        ? "It wins because it avoids the longest legs: what a detour costs shows in the middle column."
        : "It is the only circle that the given distances allow.";

    private static IEnumerable<char[]> Orders(char first, char[] rest)
    {
        if (rest.Length == 0)
        {
            return [[first]];
        }

        return rest.SelectMany(next => Orders(next, [.. rest.Where(p => p != next)]), (_, tail) => (char[])[first, .. tail]);
    }

    private static IEnumerable<(char, char)> Pairs(char[] trip) => trip.Select((place, i) => (place, trip[(i + 1) % trip.Length]));

    private static string Text(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);
}
