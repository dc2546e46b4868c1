using System.Collections;
using System.Management.Automation;
using System.Text;
using AudienceTools.Cmdlets.Contacts;

namespace AudienceTools.Cmdlets.Bases;

/// <content>What all cmdlets that take contacts are told of them.</content>
public abstract partial class ContactInputCmdlet
{
    /// <summary>The contacts: rows of Import-Csv, hashtables, members of an audience, phone numbers; or files of Get-ChildItem.</summary>
    [Parameter(
        ParameterSetName = FromPipeline, ValueFromPipeline = true,
        HelpMessage = "Contacts: rows of Import-Csv, hashtables, members or phone numbers; or files of Get-ChildItem.")]
    [AllowNull]
    public PSObject? InputObject { get; set; }

    /// <summary>Phone numbers.</summary>
    [Parameter(
        ParameterSetName = FromNumbers, Mandatory = true,
        HelpMessage = "Phone numbers with plus and calling code, or national ones with -DefaultCountryCode.")]
    [AllowNull]
    [AllowEmptyCollection]
    [AllowEmptyString]
    public string[]? PhoneNumber { get; set; }

    /// <summary>CSV, TSV, XLSX, JSON or JSON Lines files; wildcards are expanded.</summary>
    [Parameter(
        ParameterSetName = FromPath, Mandatory = true,
        HelpMessage = "CSV, TSV, XLSX, JSON or JSON Lines files; wildcards are expanded.")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Path { get; set; }

    /// <summary>CSV, TSV, XLSX, JSON or JSON Lines files, named to the letter.</summary>
    [Parameter(
        ParameterSetName = FromLiteralPath, Mandatory = true,
        HelpMessage = "CSV, TSV, XLSX, JSON or JSON Lines files, named to the letter.")]
    [Alias("PSPath")]
    [ValidateNotNullOrEmpty]
    public string[]? LiteralPath { get; set; }

    /// <summary>The column that holds the phone numbers; found by its name otherwise.</summary>
    [Parameter(
        ParameterSetName = FromPipeline,
        HelpMessage = "The column that holds the phone numbers; by default it is found by its name.")]
    [Parameter(ParameterSetName = FromNumbers)]
    [Parameter(ParameterSetName = FromPath)]
    [Parameter(ParameterSetName = FromLiteralPath)]
    [ValidateNotNullOrEmpty]
    public string? PhoneColumn { get; set; }

    /// <summary>Names to send instead of the input's own: <c>@{ 'Given name' = 'firstName' }</c>.</summary>
    [Parameter(
        ParameterSetName = FromPipeline,
        HelpMessage = "Names to send instead of the input's own, such as @{ 'Given name' = 'firstName' }.")]
    [Parameter(ParameterSetName = FromNumbers)]
    [Parameter(ParameterSetName = FromPath)]
    [Parameter(ParameterSetName = FromLiteralPath)]
    [ValidateNotNull]
    public IDictionary? ColumnMap { get; set; }

    /// <summary>The country whose national numbers are read: its calling code, such as 44, or its region, such as GB.</summary>
    [Parameter(
        ParameterSetName = FromPipeline,
        HelpMessage = "The country of national numbers: its calling code, such as 44, or its region, such as GB.")]
    [Parameter(ParameterSetName = FromNumbers)]
    [Parameter(ParameterSetName = FromPath)]
    [Parameter(ParameterSetName = FromLiteralPath)]
    [ValidateNotNullOrEmpty]
    public string? DefaultCountryCode { get; set; }

    /// <summary>The column that names each row's country, by calling code or region.</summary>
    [Parameter(
        ParameterSetName = FromPipeline,
        HelpMessage = "The column with each row's country: its calling code, such as 44, or its region, such as GB.")]
    [Parameter(ParameterSetName = FromPath)]
    [Parameter(ParameterSetName = FromLiteralPath)]
    [ValidateNotNullOrEmpty]
    public string? CountryCodeColumn { get; set; }

    /// <summary>The names of the columns of a file whose first line is a contact.</summary>
    [Parameter(
        ParameterSetName = FromPipeline,
        HelpMessage = "The names of the columns, for a file whose first line is a contact already.")]
    [Parameter(ParameterSetName = FromPath)]
    [Parameter(ParameterSetName = FromLiteralPath)]
    [ValidateNotNullOrEmpty]
    public string[]? Header { get; set; }

    /// <summary>The line that names the columns, where titles stand above it.</summary>
    [Parameter(
        ParameterSetName = FromPipeline,
        HelpMessage = "The line, or the worksheet's row, that names the columns, where titles stand above it.")]
    [Parameter(ParameterSetName = FromPath)]
    [Parameter(ParameterSetName = FromLiteralPath)]
    [ValidateRange(1, 1_048_576)]
    public int? HeaderRow { get; set; }

    /// <summary>What parts the cells of a text file; found out otherwise.</summary>
    [Parameter(
        ParameterSetName = FromPipeline,
        HelpMessage = "The character that parts the cells of a text file; by default it is found out.")]
    [Parameter(ParameterSetName = FromPath)]
    [Parameter(ParameterSetName = FromLiteralPath)]
    [ValidateDelimiter]
    public char? Delimiter { get; set; }

    /// <summary>The encoding of a text file without a byte order mark; UTF-8 otherwise.</summary>
    [Parameter(ParameterSetName = FromPipeline, HelpMessage = "The encoding of a text file without a byte order mark; by default UTF-8.")]
    [Parameter(ParameterSetName = FromPath)]
    [Parameter(ParameterSetName = FromLiteralPath)]
    [EncodingTransformation]
    [ValidateNotNull]
    public Encoding? Encoding { get; set; }

    /// <summary>The worksheet of a workbook; the first visible one otherwise.</summary>
    [Parameter(ParameterSetName = FromPipeline, HelpMessage = "The worksheet of a workbook; by default the first one that isn't hidden.")]
    [Parameter(ParameterSetName = FromPath)]
    [Parameter(ParameterSetName = FromLiteralPath)]
    [ValidateNotNullOrEmpty]
    public string? WorksheetName { get; set; }

    /// <summary>Leaves out the rows that a worksheet hides.</summary>
    [Parameter(ParameterSetName = FromPipeline, HelpMessage = "Leaves out the rows that a worksheet hides, by hand or by a filter.")]
    [Parameter(ParameterSetName = FromPath)]
    [Parameter(ParameterSetName = FromLiteralPath)]
    public SwitchParameter SkipHiddenRow { get; set; }

    /// <summary>A CSV file for the rows that can't be used or were refused, with the reasons.</summary>
    [Parameter(
        ParameterSetName = FromPipeline,
        HelpMessage = "A CSV file for the rows that can't be used or were refused, with the reasons.")]
    [Parameter(ParameterSetName = FromNumbers)]
    [Parameter(ParameterSetName = FromPath)]
    [Parameter(ParameterSetName = FromLiteralPath)]
    [ValidateNotNullOrEmpty]
    public string? FailurePath { get; set; }

    /// <summary>Writes what became of each row, as it becomes known, instead of the summary.</summary>
    [Parameter(ParameterSetName = FromPipeline, HelpMessage = "Writes what became of each row instead of the result.")]
    [Parameter(ParameterSetName = FromNumbers)]
    [Parameter(ParameterSetName = FromPath)]
    [Parameter(ParameterSetName = FromLiteralPath)]
    public SwitchParameter PassThru { get; set; }
}
