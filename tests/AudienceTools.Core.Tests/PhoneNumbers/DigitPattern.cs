using System.Globalization;
using System.Text;

namespace AudienceTools.Core.Tests.PhoneNumbers;

/// <summary>A pattern of digits as libphonenumber's metadata have them: classes, groups, <c>|</c>, <c>?</c>, <c>{2,4}</c>. Draws texts that fit it.</summary>
internal sealed class DigitPattern
{
    private readonly List<List<(DigitPattern? Group, string Digits, int Least, int Most)>> _alternatives = [[]];

    private DigitPattern()
    {
    }

    public static DigitPattern Parse(string pattern)
    {
        var at = 0;
        return ParseGroup(pattern.Replace(@"\d", "[0-9]", StringComparison.Ordinal), ref at);
    }

    public string Draw(Random random)
    {
        var text = new StringBuilder();
        Draw(random, text);
        return text.ToString();
    }

    /// <summary>All texts that fit, each cut to some digits.</summary>
    public IEnumerable<string> Heads(int length) =>
        _alternatives.SelectMany(parts => Heads(parts, 0, length)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    private static IEnumerable<string> Heads(List<(DigitPattern? Group, string Digits, int Least, int Most)> parts, int at, int length)
    {
        if (at == parts.Count || length == 0)
        {
            return [""];
        }

        var (group, digits, least, most) = parts[at];
        var heads = least == 0 ? Heads(parts, at + 1, length) : [];
        if (most > 0)
        {
            var ones = group is null ? digits.Select(static digit => digit.ToString()) : group.Heads(length);
            var rest = parts.ToList();
            rest[at] = (group, digits, Math.Max(0, least - 1), most - 1);
            heads = heads.Concat(ones.SelectMany(one => one.Length == 0 ? Heads(parts, at + 1, length) : Heads(rest, at, length - one.Length).Select(more => one + more)));
        }

        return heads.Distinct(StringComparer.Ordinal);
    }

    private void Draw(Random random, StringBuilder text)
    {
        foreach (var (group, digits, least, most) in _alternatives[random.Next(_alternatives.Count)])
        {
            for (var times = random.Next(least, most + 1); times > 0; times--)
            {
                if (group is null)
                {
                    text.Append(digits[random.Next(digits.Length)]);
                }
                else
                {
                    group.Draw(random, text);
                }
            }
        }
    }

    private static DigitPattern ParseGroup(string pattern, ref int at)
    {
        var group = new DigitPattern();
        while (at < pattern.Length && pattern[at] != ')')
        {
            if (pattern[at] == '|')
            {
                at++;
                group._alternatives.Add([]);
                continue;
            }

            DigitPattern? inner = null;
            var digits = "";
            if (pattern[at] == '(')
            {
                at += pattern.AsSpan(at).StartsWith("(?:", StringComparison.Ordinal) ? 3 : 1;
                inner = ParseGroup(pattern, ref at);
                at++;
            }
            else
            {
                digits = pattern[at] == '[' ? ParseClass(pattern, ref at) : pattern[at++].ToString();
            }

            var (least, most) = ParseCount(pattern, ref at);
            group._alternatives[^1].Add((inner, digits, least, most));
        }

        return group;
    }

    private static string ParseClass(string pattern, ref int at)
    {
        var digits = new StringBuilder();
        for (at++; pattern[at] != ']'; at++)
        {
            if (pattern[at] == '-')
            {
                for (var digit = (char)(pattern[at - 1] + 1); digit < pattern[at + 1]; digit++)
                {
                    digits.Append(digit);
                }
            }
            else
            {
                digits.Append(pattern[at]);
            }
        }

        at++;
        return digits.ToString();
    }

    private static (int Least, int Most) ParseCount(string pattern, ref int at)
    {
        if (at < pattern.Length && pattern[at] == '?')
        {
            at++;
            return (0, 1);
        }

        if (at == pattern.Length || pattern[at] != '{')
        {
            return (1, 1);
        }

        var end = pattern.IndexOf('}', at);
        var counts = pattern[(at + 1)..end].Split(',').Select(static count => int.Parse(count, CultureInfo.InvariantCulture)).ToArray();
        at = end + 1;
        return (counts[0], counts[^1]);
    }
}
