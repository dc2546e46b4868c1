using System.Collections;
using System.Globalization;
using System.Reflection;

namespace AudienceTools.Core.Tests.Dialects;

/// <summary>A model as lines of names and values, one for each thing that it says; what is null says nothing.</summary>
internal static class ModelText
{
    public static Dictionary<string, string> Of(object? model)
    {
        var lines = new Dictionary<string, string>(StringComparer.Ordinal);
        Write(lines, "", model);
        return lines;
    }

    private static void Write(Dictionary<string, string> lines, string name, object? value)
    {
        switch (value)
        {
            case null:
                break;
            case string or bool or int or long or Enum or TimeSpan:
                lines[name.Length == 0 ? "Value" : name] = string.Create(CultureInfo.InvariantCulture, $"{value}");
                break;
            case DateTimeOffset time:
                lines[name] = time.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
                break;
            case AudienceMember member:
                Write(lines, name + ".ContactId", member.ContactId);
                Write(lines, name + ".PhoneNumber", member.PhoneNumber);
                foreach (var (column, cell) in member.GetColumns())
                {
                    lines[$"{name}[{column}]"] = cell ?? "null";
                }

                break;
            case IEnumerable items:
                foreach (var (index, item) in items.Cast<object>().Index())
                {
                    Write(lines, $"{name}[{index}]", item);
                }

                break;
            default:
                foreach (var property in value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
                {
                    Write(lines, name.Length == 0 ? property.Name : $"{name}.{property.Name}", property.GetValue(value));
                }

                break;
        }
    }
}
