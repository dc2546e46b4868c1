namespace AudienceTools.Cmdlets.Contacts;

/// <summary>A value of an object can't be a contact's. The message says why, for people and without the value.</summary>
internal sealed class UnusableValueException(string message) : Exception(message);
