using System.Management.Automation;

namespace AudienceTools.Cmdlets.MemberTypes;

/// <summary>Takes names of columns, none empty and none twice.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ValidateColumnsAttribute : ValidateArgumentsAttribute
{
    /// <inheritdoc/>
    protected override void Validate(object arguments, EngineIntrinsics engineIntrinsics)
    {
        var names = arguments as string?[] ?? [];
        if (names.Length == 0 || names.Any(string.IsNullOrEmpty))
        {
            throw new ValidationMetadataException("A column needs a name, and one here is empty.");
        }

        if (names.GroupBy(static name => name, StringComparer.Ordinal).FirstOrDefault(static group => group.Skip(1).Any()) is { Key: var twice })
        {
            throw new ValidationMetadataException($"The column '{twice}' is named twice.");
        }
    }
}
