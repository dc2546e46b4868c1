namespace AudienceTools.Core.Import.Accounting;

/// <summary>The reason codes that the import itself gives, beside those of phone numbers, readers and services.</summary>
internal static class ReasonCodes
{
    public const string Blank = "Blank";
    public const string DuplicateInInput = "DuplicateInInput";

    /// <summary>A column of countries names another than the one given for all rows, and the number has no calling code.</summary>
    public const string OtherCountry = "OtherCountry";

    /// <summary>The request with the row failed, and the service did not work on it.</summary>
    public const string RequestFailed = "RequestFailed";

    /// <summary>The row was sent, and no answer tells what became of it.</summary>
    public const string AnswerLost = "AnswerLost";

    /// <summary>The answer accounts for fewer rows than were sent.</summary>
    public const string AnswerIncomplete = "AnswerIncomplete";

    /// <summary>The service gives numbers for a batch and not rows.</summary>
    public const string NotToldApart = "NotToldApart";

    /// <summary>The import ended before the row was sent.</summary>
    public const string ImportStopped = "ImportStopped";
}
