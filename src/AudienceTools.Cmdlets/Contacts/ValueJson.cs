using System.Collections;
using System.ComponentModel;
using System.Globalization;
using System.Management.Automation;
using System.Numerics;
using System.Text;
using System.Text.Json.Nodes;
using AudienceTools.Core.Reading;

namespace AudienceTools.Cmdlets.Contacts;

/// <summary>
/// Nested values as JSON text, as <c>ConvertTo-Json -Compress</c> writes them, but whole: it stops at a depth of 2 and puts names of types
/// there.
/// </summary>
internal static class ValueJson
{
    // As the largest row of a file.
    private const int LongestText = 1 << 20;

    /// <exception cref="UnusableValueException">It holds a secret, or goes on without an end.</exception>
    public static string Of(object value)
    {
        var json = new StringBuilder();
        Append(json, value, NestedText.MaxDepth);
        return json.ToString();
    }

    private static void Append(StringBuilder json, object? value, int depth)
    {
        if (depth == 0 || json.Length > LongestText)
        {
            throw new UnusableValueException("is nested too deeply, refers back to itself or is too long");
        }

        if (!ValueText.IsNested(value))
        {
            AppendPlain(json, ValueText.Bare(value));
        }
        else if (Members.TryOf(value!, out var members))
        {
            AppendObject(json, members, depth);
        }
        else
        {
            AppendList(json, ValueText.Bare(value) is IListSource list ? list.GetList() : (IEnumerable)ValueText.Bare(value)!, depth);
        }
    }

    private static void AppendObject(StringBuilder json, IEnumerable<Member> members, int depth)
    {
        var before = '{';
        foreach (var member in members)
        {
            json.Append(before);
            before = ',';
            NestedText.AppendString(json, member.Name);
            json.Append(':');
            Append(json, member.Read(), depth - 1);
        }

        json.Append(before == '{' ? "{}" : "}");
    }

    private static void AppendList(StringBuilder json, IEnumerable items, int depth)
    {
        var before = '[';
        foreach (var item in items)
        {
            json.Append(before);
            before = ',';
            Append(json, item, depth - 1);
        }

        json.Append(before == '[' ? "[]" : "]");
    }

    private static void AppendPlain(StringBuilder json, object? value)
    {
        switch (value)
        {
            case null or DBNull:
                json.Append("null");
                break;
            case bool flag:
                json.Append(flag ? "true" : "false");
                break;
            case Enum:
                NestedText.AppendString(json, value.ToString());
                break;
            case sbyte or byte or short or ushort or int or uint or long or ulong or decimal or BigInteger:
                json.Append(CultureInfo.InvariantCulture, $"{value}");
                break;
            case float number when float.IsFinite(number):
                AppendNumber(json, number.ToString("R", CultureInfo.InvariantCulture));
                break;
            case double number when double.IsFinite(number):
                AppendNumber(json, number.ToString("R", CultureInfo.InvariantCulture));
                break;
            case DateTime time:
                NestedText.AppendString(json, time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture));
                break;
            case JsonNode:
                json.Append(ValueText.Plain(value));
                break;
            default:
                NestedText.AppendString(json, ValueText.Plain(value));
                break;
        }
    }

    // A number that was written with a fraction is one still: 5.0, not 5.
    private static void AppendNumber(StringBuilder json, string digits) =>
        json.Append(digits).Append(digits.AsSpan().ContainsAny('.', 'E') ? "" : ".0");
}
