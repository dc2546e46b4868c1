using AudienceTools.Core.Reading;

namespace AudienceTools.Core.Import;

/// <summary>A row after the checks: either a contact to send, or what is wrong with it.</summary>
internal sealed record PreparedRow(
    SourceRow Source,
    string? Input,
    AudienceContactState State,
    Contact? Contact,
    string? ReasonCode = null,
    string? Reason = null)
{
    /// <summary>The place of the phone number among the cells, where it is known.</summary>
    public int? PhoneIndex { get; init; }

    /// <summary>The name under which the column travels that identifies the contact beside its number; null for none.</summary>
    public string? IdentifierColumn { get; init; }

    public AudienceContactResult ToResult(AudienceContactState state, string? reasonCode, string? reason) => new()
    {
        RowNumber = Source.RowNumber,
        Source = Source.Header.Source,
        Input = Input,
        PhoneNumber = Contact?.PhoneNumber,
        State = state.ToString(),
        ReasonCode = reasonCode,
        Reason = reason is null ? null : ShownText.Of(reason),
    };
}
