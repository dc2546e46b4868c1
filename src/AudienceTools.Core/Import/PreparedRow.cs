namespace AudienceTools.Core.Import;

/// <summary>A row after the checks: either a contact to send, or what is wrong with it.</summary>
internal readonly record struct PreparedRow(
    long RowNumber,
    string? Input,
    AudienceContactState State,
    Contact? Contact,
    string? ReasonCode = null,
    string? Reason = null)
{
    public AudienceContactResult ToResult(AudienceContactState state, string? reasonCode = null, string? reason = null) => new()
    {
        RowNumber = RowNumber,
        Input = Input,
        PhoneNumber = Contact?.PhoneNumber,
        State = state,
        ReasonCode = reasonCode ?? ReasonCode,
        Reason = reason ?? Reason,
    };
}
