namespace GeminiStudio.Emulator.Answers.Composing;

/// <summary>Formulas in LaTeX, for questions that are about them.</summary>
internal static class Maths
{
    private static readonly (string Pattern, string Answer)[] Formulas =
    [
        ("quadratic", "A quadratic equation $ax^2 + bx + c = 0$ with $a \\neq 0$ has the solutions\n\n$$x_{1,2} = \\frac{-b \\pm \\sqrt{b^2 - 4ac}}{2a}$$\n\nThe discriminant $D = b^2 - 4ac$ tells how many of them are real: two for $D > 0$, one for $D = 0$, none for $D < 0$."),
        ("pythag", "In a right triangle with legs $a$, $b$ and hypotenuse $c$:\n\n$$a^2 + b^2 = c^2$$\n\nFor $a = 3$ and $b = 4$ that gives $c = \\sqrt{9 + 16} = 5$."),
        ("derivative|differentiat", "The derivative is the slope of a function at a point:\n\n$$f'(x) = \\lim_{h \\to 0} \\frac{f(x + h) - f(x)}{h}$$\n\nFor a power that gives $\\frac{d}{dx} x^n = n x^{n-1}$, so $\\frac{d}{dx} x^3 = 3x^2$."),
        ("integral|integrat", "An integral adds up infinitely thin slices. By the fundamental theorem\n\n$$\\int_a^b f(x)\\,dx = F(b) - F(a), \\quad F' = f$$\n\nFor example $\\int_0^1 x^2\\,dx = \\left[\\tfrac{x^3}{3}\\right]_0^1 = \\tfrac{1}{3}$."),
        ("euler|e\\^", "Euler's identity joins five constants in one line:\n\n$$e^{i\\pi} + 1 = 0$$\n\nIt is the case $\\varphi = \\pi$ of $e^{i\\varphi} = \\cos\\varphi + i\\sin\\varphi$."),
        ("bayes", "Bayes' theorem turns a conditional probability around:\n\n$$P(A \\mid B) = \\frac{P(B \\mid A)\\,P(A)}{P(B)}$$\n\nIt tells how much a new observation $B$ should change what you believe about $A$."),
        ("matrix|matrices", "Two matrices are multiplied row by column:\n\n$$\\begin{pmatrix} 1 & 2 \\\\ 3 & 4 \\end{pmatrix} \\begin{pmatrix} 5 \\\\ 6 \\end{pmatrix} = \\begin{pmatrix} 17 \\\\ 39 \\end{pmatrix}$$\n\nThe first entry is $1 \\cdot 5 + 2 \\cdot 6 = 17$."),
        ("latex|formula|equation", "The sum of the first $n$ natural numbers is\n\n$$\\sum_{k=1}^{n} k = \\frac{n(n+1)}{2}$$\n\nFor $n = 100$ that is $\\frac{100 \\cdot 101}{2} = 5050$."),
    ];

    public static string? Answer(Question question)
    {
        foreach (var (pattern, answer) in Formulas)
        {
            if (question.Asks($@"\b({pattern})"))
            {
                return answer;
            }
        }
        return null;
    }
}
