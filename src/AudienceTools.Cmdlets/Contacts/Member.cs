using System.Management.Automation;

namespace AudienceTools.Cmdlets.Contacts;

/// <summary>One name and value of something: a property, an entry, a column.</summary>
/// <param name="name">The name.</param>
/// <param name="value">The value where it is known; of a property it is read when it is asked for.</param>
/// <param name="property">The property; null for what isn't one.</param>
internal readonly struct Member(string name, object? value, PSPropertyInfo? property = null)
{
    public string Name => name;

    /// <summary>The value.</summary>
    /// <exception cref="UnusableValueException">The property throws an error.</exception>
    public object? Read()
    {
        try
        {
            return property is null ? value : property.Value;
        }
        catch (GetValueException)
        {
            throw UnusableValueException.Thrown();
        }
    }

    /// <summary>The value as text.</summary>
    /// <exception cref="UnusableValueException">It can't be read, or isn't sent.</exception>
    public string? Text()
    {
        try
        {
            return ValueText.Of(Read());
        }
        catch (Exception exception) when (UnusableValueException.IsOfObject(exception))
        {
            throw UnusableValueException.Thrown();
        }
    }
}
