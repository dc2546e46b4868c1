namespace AudienceTools;

/// <summary>What became of one row of the input.</summary>
public sealed class AudienceContactResult
{
    /// <summary>The row as a user counts it: the header is line 1, so the first row of a file, or object of a pipeline, is 2; a plain phone number down a pipeline counts from 1.</summary>
    public required long RowNumber { get; init; }

    /// <summary>The name of the file that the row stands in; null for a row that came down a pipeline.</summary>
    public string? Source { get; init; }

    /// <summary>The phone number as it came; null where the row had none.</summary>
    public string? Input { get; init; }

    /// <summary>The phone number as it goes to the service; null where there is none.</summary>
    public string? PhoneNumber { get; init; }

    /// <summary>What became of the row, as <see cref="AudienceContactState"/> names it.</summary>
    /// <remarks>
    /// A text, since a value of an enumeration is a number in ConvertTo-Json, and equals nothing that a user compares it with once it comes
    /// from a job or from Export-Clixml.
    /// </remarks>
    public required string State { get; init; }

    /// <summary>A stable word for the reason, such as <c>TooShort</c>; null where none is needed.</summary>
    public string? ReasonCode { get; init; }

    /// <summary>The reason in a sentence; null where none is needed.</summary>
    public string? Reason { get; init; }
}
