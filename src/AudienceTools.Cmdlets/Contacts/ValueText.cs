using System.Collections;
using System.ComponentModel;
using System.Data;
using System.Management.Automation;
using System.Net;
using System.Security;
using System.Text.Json.Nodes;
using System.Xml;
using AudienceTools.Core.Reading;

namespace AudienceTools.Cmdlets.Contacts;

/// <summary>The text of what an object's properties hold: as people see it, and never a type's name. What is nested is JSON.</summary>
internal static class ValueText
{
    /// <summary>The text; null for nothing.</summary>
    /// <exception cref="UnusableValueException">It is a secret, or nested without an end.</exception>
    public static string? Of(object? value) => value switch
    {
        null => null,
        string text => text,
        _ => IsNested(value) ? ValueJson.Of(value) : Plain(Bare(value)),
    };

    /// <summary>The text of what isn't nested.</summary>
    /// <exception cref="UnusableValueException">It is a secret.</exception>
    public static string? Plain(object? value) => value switch
    {
        null or DBNull => null,
        SecureString or PSCredential or NetworkCredential => throw new UnusableValueException("holds a secret, which is not sent"),

        // A Uri's own text has its escapes taken off, which makes another address of it.
        Uri address => address.OriginalString,
        XmlNode xml => xml.OuterXml,
        JsonNode json => json.ToJsonString(),
        var other => CellText.From(other),
    };

    /// <summary>Whether a value has parts: a list, a dictionary, an object of properties.</summary>
    public static bool IsNested(object? value) => Bare(value) switch
    {
        null or string or XmlNode or JsonNode => false,
        PSCustomObject or IDictionary or IEnumerable or IListSource or DataRow or DataRowView => true,
        ValueType or SecureString or PSCredential or NetworkCredential => false,

        // Without a text of its own an object has nothing but its type's name.
        var other => other.ToString() is not { } text || text == other.GetType().ToString(),
    };

    public static object? Bare(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}
