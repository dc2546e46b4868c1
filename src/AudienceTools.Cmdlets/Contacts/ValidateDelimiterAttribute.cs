using System.Management.Automation;

namespace AudienceTools.Cmdlets.Contacts;

/// <summary>Takes what can part cells: a character that is neither a quote nor a line end.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ValidateDelimiterAttribute : ValidateArgumentsAttribute
{
    /// <inheritdoc/>
    protected override void Validate(object arguments, EngineIntrinsics engineIntrinsics)
    {
        if (arguments is char delimiter && (char.IsSurrogate(delimiter) || delimiter is '"' or '\r' or '\n' or '\0'))
        {
            throw new ValidationMetadataException("A delimiter is one character, and neither a quote nor a line end.");
        }
    }
}
