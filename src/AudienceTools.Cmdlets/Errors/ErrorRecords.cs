using System.Management.Automation;

namespace AudienceTools.Cmdlets.Errors;

/// <summary>Exceptions as error records: the one place where ids and categories are chosen.</summary>
internal static class ErrorRecords
{
    private static readonly Dictionary<AudienceErrorCode, ErrorCategory> Categories = new()
    {
        [AudienceErrorCode.RequestRejected] = ErrorCategory.InvalidData,
        [AudienceErrorCode.NotAuthenticated] = ErrorCategory.AuthenticationError,
        [AudienceErrorCode.NotAllowed] = ErrorCategory.PermissionDenied,
        [AudienceErrorCode.PlanTooSmall] = ErrorCategory.PermissionDenied,
        [AudienceErrorCode.AudienceNotFound] = ErrorCategory.ObjectNotFound,
        [AudienceErrorCode.AudienceAmbiguous] = ErrorCategory.InvalidArgument,
        [AudienceErrorCode.AudienceExists] = ErrorCategory.ResourceExists,
        [AudienceErrorCode.NotFound] = ErrorCategory.ObjectNotFound,
        [AudienceErrorCode.AudienceInUse] = ErrorCategory.ResourceBusy,
        [AudienceErrorCode.Conflict] = ErrorCategory.ResourceExists,
        [AudienceErrorCode.LimitExceeded] = ErrorCategory.LimitsExceeded,
        [AudienceErrorCode.RateLimited] = ErrorCategory.LimitsExceeded,
        [AudienceErrorCode.ServiceFailed] = ErrorCategory.ResourceUnavailable,
        [AudienceErrorCode.DatabaseDamaged] = ErrorCategory.ResourceUnavailable,
        [AudienceErrorCode.RequestTimeout] = ErrorCategory.OperationTimeout,
        [AudienceErrorCode.CannotReach] = ErrorCategory.ConnectionError,
        [AudienceErrorCode.NotTheService] = ErrorCategory.SecurityError,
        [AudienceErrorCode.CertificateNotTrusted] = ErrorCategory.SecurityError,
        [AudienceErrorCode.UnreadableAnswer] = ErrorCategory.ProtocolError,
        [AudienceErrorCode.RedirectRefused] = ErrorCategory.SecurityError,
        [AudienceErrorCode.OutcomeUnknown] = ErrorCategory.ProtocolError,
        [AudienceErrorCode.NotSupportedByService] = ErrorCategory.NotImplemented,
        [AudienceErrorCode.NothingToChange] = ErrorCategory.InvalidArgument,
        [AudienceErrorCode.ConfirmationNeeded] = ErrorCategory.InvalidOperation,
        [AudienceErrorCode.NotConnected] = ErrorCategory.ConnectionError,
        [AudienceErrorCode.AudienceNotNamed] = ErrorCategory.InvalidArgument,
        [AudienceErrorCode.ReadElsewhere] = ErrorCategory.InvalidArgument,
        [AudienceErrorCode.InvalidId] = ErrorCategory.InvalidArgument,
        [AudienceErrorCode.InvalidPhoneNumber] = ErrorCategory.InvalidData,
        [AudienceErrorCode.InvalidApiKey] = ErrorCategory.InvalidArgument,
        [AudienceErrorCode.MissingApiKey] = ErrorCategory.AuthenticationError,
        [AudienceErrorCode.InsecureAddress] = ErrorCategory.SecurityError,
        [AudienceErrorCode.LocalServiceFailed] = ErrorCategory.ResourceUnavailable,
        [AudienceErrorCode.RehearsalInUse] = ErrorCategory.ResourceBusy,
        [AudienceErrorCode.NothingToReset] = ErrorCategory.InvalidArgument,
        [AudienceErrorCode.NoContacts] = ErrorCategory.InvalidData,
        [AudienceErrorCode.ContactsNotAdded] = ErrorCategory.InvalidData,
        [AudienceErrorCode.VerificationFailed] = ErrorCategory.InvalidData,
        [AudienceErrorCode.NotAContact] = ErrorCategory.InvalidType,
        [AudienceErrorCode.NoPhoneColumn] = ErrorCategory.InvalidData,
        [AudienceErrorCode.AmbiguousPhoneColumn] = ErrorCategory.InvalidData,
        [AudienceErrorCode.UnknownColumn] = ErrorCategory.InvalidArgument,
        [AudienceErrorCode.UnknownCountryCode] = ErrorCategory.InvalidArgument,
        [AudienceErrorCode.CountryCodeColumnNotUsed] = ErrorCategory.InvalidArgument,
        [AudienceErrorCode.InvalidColumnMap] = ErrorCategory.InvalidArgument,
        [AudienceErrorCode.ParameterNotApplicable] = ErrorCategory.InvalidArgument,
        [AudienceErrorCode.MissingHeader] = ErrorCategory.InvalidData,
        [AudienceErrorCode.FileNotFound] = ErrorCategory.ObjectNotFound,
        [AudienceErrorCode.PathIsDirectory] = ErrorCategory.InvalidArgument,
        [AudienceErrorCode.FileNotReadable] = ErrorCategory.ReadError,
        [AudienceErrorCode.FileNotWritable] = ErrorCategory.WriteError,
        [AudienceErrorCode.CheckpointMismatch] = ErrorCategory.InvalidArgument,
        [AudienceErrorCode.EmptyInput] = ErrorCategory.InvalidData,
        [AudienceErrorCode.DamagedFile] = ErrorCategory.InvalidData,
        [AudienceErrorCode.WrongEncoding] = ErrorCategory.InvalidData,
        [AudienceErrorCode.UnsupportedFormat] = ErrorCategory.InvalidData,
        [AudienceErrorCode.UnknownWorksheet] = ErrorCategory.InvalidArgument,
    };

    // With these, the next object down the pipeline can fare no better.
    private static readonly HashSet<AudienceErrorCode> Terminating =
    [
        AudienceErrorCode.NotAuthenticated,
        AudienceErrorCode.NotSupportedByService,
        AudienceErrorCode.NothingToChange,
        AudienceErrorCode.ConfirmationNeeded,
        AudienceErrorCode.NotConnected,
        AudienceErrorCode.AudienceNotNamed,
        AudienceErrorCode.ReadElsewhere,
        AudienceErrorCode.InvalidApiKey,
        AudienceErrorCode.MissingApiKey,
        AudienceErrorCode.InsecureAddress,
        AudienceErrorCode.NotTheService,
        AudienceErrorCode.CertificateNotTrusted,
        AudienceErrorCode.LocalServiceFailed,
        AudienceErrorCode.RehearsalInUse,
        AudienceErrorCode.NothingToReset,
        AudienceErrorCode.NoContacts,
        AudienceErrorCode.VerificationFailed,
        AudienceErrorCode.NotAContact,
        AudienceErrorCode.NoPhoneColumn,
        AudienceErrorCode.AmbiguousPhoneColumn,
        AudienceErrorCode.UnknownColumn,
        AudienceErrorCode.UnknownCountryCode,
        AudienceErrorCode.CountryCodeColumnNotUsed,
        AudienceErrorCode.InvalidColumnMap,
        AudienceErrorCode.ParameterNotApplicable,
        AudienceErrorCode.MissingHeader,
        AudienceErrorCode.FileNotFound,
        AudienceErrorCode.PathIsDirectory,
        AudienceErrorCode.FileNotReadable,
        AudienceErrorCode.FileNotWritable,
        AudienceErrorCode.CheckpointMismatch,
        AudienceErrorCode.EmptyInput,
        AudienceErrorCode.DamagedFile,
        AudienceErrorCode.WrongEncoding,
        AudienceErrorCode.UnsupportedFormat,
        AudienceErrorCode.UnknownWorksheet,
    ];

    public static bool IsTerminating(AudienceException exception) => Terminating.Contains(exception.Code);

    public static ErrorRecord Of(AudienceException exception, object? target) =>
        new(exception, exception.Code.ToString(), Category(exception.Code), target ?? exception.Target);

    public static ErrorCategory Category(AudienceErrorCode code) => Categories[code];
}
