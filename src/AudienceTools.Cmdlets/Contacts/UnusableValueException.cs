using System.Management.Automation;

namespace AudienceTools.Cmdlets.Contacts;

/// <summary>A value of an object can't be a contact's. The message says why, for people and without the value.</summary>
internal sealed class UnusableValueException(string message) : Exception(message)
{
    /// <summary>The code of an object, such as a property, a text or an enumerator of its own, threw an error, whose words may be data.</summary>
    public static UnusableValueException Thrown() => new("can't be read: it throws an error");

    /// <summary>Whether an error comes from an object's own code, rather than from here or from a pipeline that stops.</summary>
    public static bool IsOfObject(Exception exception) =>
        exception is not (UnusableValueException or AudienceException or PipelineStoppedException or FlowControlException);
}
