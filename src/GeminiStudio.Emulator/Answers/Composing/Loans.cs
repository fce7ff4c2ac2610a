using System.Globalization;
using System.Text.RegularExpressions;

namespace GeminiStudio.Emulator.Answers.Composing;

/// <summary>Works out the monthly payment of a loan from its amount, its months and its yearly rate.</summary>
internal static class Loans
{
    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking;
    private static readonly Regex Amount = new(@"(?<n>\d{1,3}(,\d{3})+|\d{3,})(\.\d+)?\s*(euro|eur|dollar|usd|€|\$|pound)|[€$£]\s*(?<n>\d{1,3}(,\d{3})+|\d{3,})", Options);
    private static readonly Regex Time = new(@"(?<n>\d+)\s*(?<u>month|year)", Options);
    private static readonly Regex Rate = new(@"(?<n>\d+(\.\d+)?)\s*(%|percent|per cent)", Options);

    public static string? Answer(Question question)
    {
        var (amount, time, rate) = (Amount.Match(question.Head), Time.Match(question.Head), Rate.Match(question.Head));
        if (!question.Asks(@"\b(loan|mortgage|credit)\b") || !amount.Success || !time.Success || !rate.Success)
        {
            return null;
        }

        var principal = Number(amount);
        var months = (int)Number(time) * (time.Groups["u"].Value.StartsWith("y", StringComparison.OrdinalIgnoreCase) ? 12 : 1);
        var monthly = Number(rate) / 1200;
        if (months is < 1 or > 1200 || monthly is <= 0 or > 1)
        {
            return null;
        }

        var payment = Payment(principal, months, monthly);
        var growth = (1 + monthly).ToString("0.0000", CultureInfo.InvariantCulture) + "^{" + months + "}";
        var fraction = @"\frac{" + monthly.ToString("0.0000", CultureInfo.InvariantCulture) + @" \cdot " + growth + "}{" + growth + " - 1}";
        return string.Create(CultureInfo.InvariantCulture, $$"""
            The monthly payment $A$ of a loan with equal payments is

            $$A = P \cdot \frac{i\,(1+i)^n}{(1+i)^n - 1}$$

            where $P$ is the amount, $n$ the number of months and $i$ the rate for one month.

            | | |
            |---|---|
            | $P$ | {{principal:N0}} |
            | $n$ | {{months}} months |
            | $i$ | {{monthly * 1200:0.###}} % / 12 = {{monthly * 100:0.####}} % = {{monthly:0.000000}} |

            Put in:

            $$A = {{principal:N0}} \cdot {{fraction}} \approx {{payment:N2}}$$

            So each month costs **{{payment:N2}}**. Over {{months}} months that is {{payment * months:N2}}, of which **{{(payment * months) - principal:N2}}** is interest.
            """);
    }

    /// <summary>The payment per period of an annuity.</summary>
    internal static double Payment(double principal, int periods, double ratePerPeriod)
    {
        var growth = Math.Pow(1 + ratePerPeriod, periods);
        return principal * ratePerPeriod * growth / (growth - 1);
    }

    private static double Number(Match match) => double.Parse(match.Groups["n"].Value, NumberStyles.Number, CultureInfo.InvariantCulture);
}
