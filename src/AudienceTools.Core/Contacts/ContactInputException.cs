namespace AudienceTools.Core.Contacts;

/// <summary>What is wrong with an input as a whole.</summary>
public enum ContactInputError
{
    /// <summary>There is no such file.</summary>
    FileNotFound,

    /// <summary>The path is that of a folder.</summary>
    PathIsDirectory,

    /// <summary>The file is there and can't be opened.</summary>
    FileNotReadable,

    /// <summary>There is nothing in it, not even a header.</summary>
    EmptyInput,

    /// <summary>No column has a name that is known for phone numbers.</summary>
    NoPhoneColumn,

    /// <summary>Several columns may hold the phone number.</summary>
    AmbiguousPhoneColumn,

    /// <summary>A column was named that isn't there.</summary>
    UnknownColumn,

    /// <summary>A column was to be renamed to nothing.</summary>
    InvalidColumnMap,

    /// <summary>The first line holds data, so names of columns are missing.</summary>
    MissingHeader,

    /// <summary>The workbook has no such worksheet, or none at all.</summary>
    UnknownWorksheet,

    /// <summary>The file isn't what it seems to be, or breaks off.</summary>
    DamagedFile,

    /// <summary>The text isn't in the encoding that it was read in.</summary>
    WrongEncoding,

    /// <summary>A kind of file that isn't read.</summary>
    UnsupportedFormat,

    /// <summary>Larger than the limits in <see cref="ReaderOptions"/> allow.</summary>
    LimitExceeded,
}

/// <summary>An input can't be read, or not beyond some line.</summary>
/// <remarks>Messages say what, where and what to do. They name files and columns, never the contents of cells.</remarks>
public sealed class ContactInputException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="code">What is wrong.</param>
    /// <param name="message">What, where and what to do, for people.</param>
    /// <param name="innerException">What raised it, if anything.</param>
    public ContactInputException(ContactInputError code, string message, Exception? innerException = null)
        : base(message, innerException) => Code = code;

    /// <summary>What is wrong.</summary>
    public ContactInputError Code { get; }
}
