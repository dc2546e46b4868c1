namespace AudienceTools;

/// <summary>What went wrong. The name is the first part of the PowerShell error id.</summary>
public enum AudienceErrorCode
{
    /// <summary>The service refused the request as wrong (400, 415, 422).</summary>
    RequestRejected,

    /// <summary>The key is missing, wrong, expired or revoked (401).</summary>
    NotAuthenticated,

    /// <summary>The key may not do this (403).</summary>
    NotAllowed,

    /// <summary>The account's plan doesn't include this.</summary>
    PlanTooSmall,

    /// <summary>There is no such audience.</summary>
    AudienceNotFound,

    /// <summary>A name fits several audiences.</summary>
    AudienceAmbiguous,

    /// <summary>An audience was to be created, and there is one of that name.</summary>
    AudienceExists,

    /// <summary>There is no such thing on the service (404), the audience apart.</summary>
    NotFound,

    /// <summary>A campaign uses the audience.</summary>
    AudienceInUse,

    /// <summary>The service has another state than the request supposes (409).</summary>
    Conflict,

    /// <summary>A limit of the service, such as members or bytes (413, 507).</summary>
    LimitExceeded,

    /// <summary>The service limits requests and asks for a longer wait than allowed (429).</summary>
    RateLimited,

    /// <summary>The service failed (5xx).</summary>
    ServiceFailed,

    /// <summary>The service's own data are damaged: it gives what can be read, and changes nothing any more.</summary>
    DatabaseDamaged,

    /// <summary>An exchange took longer than the time-out.</summary>
    RequestTimeout,

    /// <summary>The service can't be reached, or the connection broke.</summary>
    CannotReach,

    /// <summary>Another program listens where the local service did, and was sent nothing.</summary>
    NotTheService,

    /// <summary>The service's certificate isn't trusted.</summary>
    CertificateNotTrusted,

    /// <summary>The answer isn't what the service's contract says.</summary>
    UnreadableAnswer,

    /// <summary>The service answered with a redirect, which is never followed.</summary>
    RedirectRefused,

    /// <summary>A request that changes something was sent, and whether it took effect can't be known.</summary>
    OutcomeUnknown,

    /// <summary>The service has no such operation.</summary>
    NotSupportedByService,

    /// <summary>A change was asked for without what to change.</summary>
    NothingToChange,

    /// <summary>A command asks before it goes on, and nobody can answer.</summary>
    ConfirmationNeeded,

    /// <summary>No connection is open.</summary>
    NotConnected,

    /// <summary>Contacts are to be removed from an audience, and nobody named one, nor were they read from one.</summary>
    AudienceNotNamed,

    /// <summary>Contacts that were read over one connection are to be removed over another without a word of where they are there.</summary>
    ReadElsewhere,

    /// <summary>An identifier can't be one of the service's.</summary>
    InvalidId,

    /// <summary>A phone number can't be read, where somebody is to be found by it.</summary>
    InvalidPhoneNumber,

    /// <summary>The key can't be a key: it is empty or has characters that no header carries.</summary>
    InvalidApiKey,

    /// <summary>No key was given and the service's environment variable isn't set.</summary>
    MissingApiKey,

    /// <summary>The address is not one to send a key to.</summary>
    InsecureAddress,

    /// <summary>The local service doesn't start.</summary>
    LocalServiceFailed,

    /// <summary>A rehearsal is to be reset while another session uses it.</summary>
    RehearsalInUse,

    /// <summary>A reset was asked for where nothing is rehearsed on this machine.</summary>
    NothingToReset,

    /// <summary>An audience was asked for with contacts, and there was none that can be used.</summary>
    NoContacts,

    /// <summary>Some rows of an import did not become members; the receipt says why.</summary>
    ContactsNotAdded,

    /// <summary>A check of the whole input was asked for, and found rows that can't be used; nothing was sent.</summary>
    VerificationFailed,

    /// <summary>Something came down the pipeline that can't be a contact.</summary>
    NotAContact,

    /// <summary>No column holds phone numbers.</summary>
    NoPhoneColumn,

    /// <summary>Several columns may hold the phone numbers.</summary>
    AmbiguousPhoneColumn,

    /// <summary>A column that was named isn't there.</summary>
    UnknownColumn,

    /// <summary>A country calling code that there isn't.</summary>
    UnknownCountryCode,

    /// <summary>A column seems to hold each row's country, and one country was given for all rows.</summary>
    CountryCodeColumnNotUsed,

    /// <summary>A column is to be renamed to nothing.</summary>
    InvalidColumnMap,

    /// <summary>A parameter was given that doesn't go with this kind of input, or with another parameter.</summary>
    ParameterNotApplicable,

    /// <summary>The first line holds a contact, not the names of the columns.</summary>
    MissingHeader,

    /// <summary>There is no such file.</summary>
    FileNotFound,

    /// <summary>The path is a folder.</summary>
    PathIsDirectory,

    /// <summary>The file can't be opened: rights, or another program has it.</summary>
    FileNotReadable,

    /// <summary>The file can't be written: rights, a full disk, or it is being read.</summary>
    FileNotWritable,

    /// <summary>The checkpoint belongs to another input, audience or setting.</summary>
    CheckpointMismatch,

    /// <summary>The file has nothing in it.</summary>
    EmptyInput,

    /// <summary>The file can't be read as what it claims to be.</summary>
    DamagedFile,

    /// <summary>The file's bytes aren't text in the encoding.</summary>
    WrongEncoding,

    /// <summary>The file's format isn't one that is read.</summary>
    UnsupportedFormat,

    /// <summary>The workbook has no such worksheet.</summary>
    UnknownWorksheet,
}
