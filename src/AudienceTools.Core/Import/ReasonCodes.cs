namespace AudienceTools.Core.Import;

/// <summary>The reason codes that the import itself gives, beside those of phone numbers, readers and services.</summary>
internal static class ReasonCodes
{
    public const string Blank = "Blank";
    public const string DuplicateInInput = "DuplicateInInput";
    public const string RequestFailed = "RequestFailed";
    public const string AnswerLost = "AnswerLost";
    public const string ImportStopped = "ImportStopped";
}
