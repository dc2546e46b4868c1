using System.Text.Json;

namespace AudienceTools.Core.Dialects;

/// <content>The name in what a service answered.</content>
internal sealed partial class ContactName
{
    /// <summary>The name in an object's properties; null where there is none.</summary>
    public static string? Of(JsonElement? data)
    {
        if (data is not { ValueKind: JsonValueKind.Object } columns)
        {
            return null;
        }

        JsonProperty[] properties = [.. columns.EnumerateObject()];
        return new ContactName(Array.ConvertAll(properties, static property => property.Name))
            .Of(Array.ConvertAll(properties, static property => Json.Text(property.Value)));
    }
}
