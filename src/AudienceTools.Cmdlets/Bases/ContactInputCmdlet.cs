using System.Collections;
using System.Management.Automation;
using System.Text;
using AudienceTools.Cmdlets.Contacts;
using AudienceTools.Core.Import;
using AudienceTools.Core.PhoneNumbers;
using AudienceTools.Core.Reading;

namespace AudienceTools.Cmdlets.Bases;

/// <summary>
/// A cmdlet that takes contacts, the same ways everywhere: down the pipeline, as phone numbers, or from files. What is done with them
/// runs while they come.
/// </summary>
public abstract class ContactInputCmdlet : AudienceCmdlet, IImportObserver
{
    /// <summary>A parameter set: contacts, or files of contacts, down the pipeline.</summary>
    protected const string FromPipeline = "InputObject";

    /// <summary>A parameter set: phone numbers.</summary>
    protected const string FromNumbers = "PhoneNumber";

    /// <summary>A parameter set: paths with wildcards.</summary>
    protected const string FromPath = "Path";

    /// <summary>A parameter set: paths to the letter.</summary>
    protected const string FromLiteralPath = "LiteralPath";

    private readonly ObjectRows _rows = new();
    private readonly List<string> _files = [];
    private readonly PipelineReader _pipeline = new();
    private ProgressWriter? _progress;
    private bool _started;
    private bool _ended;

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
    [ValidateNotNullOrEmpty]
    public string[]? PhoneNumber { get; set; }

    /// <summary>CSV, TSV or XLSX files; wildcards are expanded.</summary>
    [Parameter(ParameterSetName = FromPath, Mandatory = true, HelpMessage = "CSV, TSV or XLSX files; wildcards are expanded.")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Path { get; set; }

    /// <summary>CSV, TSV or XLSX files, named to the letter.</summary>
    [Parameter(ParameterSetName = FromLiteralPath, Mandatory = true, HelpMessage = "CSV, TSV or XLSX files, named to the letter.")]
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

    /// <summary>The calling code of the country whose national numbers are read, such as 44.</summary>
    [Parameter(
        ParameterSetName = FromPipeline,
        HelpMessage = "The calling code of the country whose national numbers are read, such as 44.")]
    [Parameter(ParameterSetName = FromNumbers)]
    [Parameter(ParameterSetName = FromPath)]
    [Parameter(ParameterSetName = FromLiteralPath)]
    [ValidateNotNullOrEmpty]
    public string? DefaultCountryCode { get; set; }

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

    bool IImportObserver.WantsResults => PassThru;

    /// <summary>Whether contacts were asked for at all.</summary>
    protected bool HasInput => ParameterSetName != FromPipeline || MyInvocation.ExpectingInput || MyInvocation.BoundParameters.ContainsKey(nameof(InputObject));

    /// <summary>What the progress line says is being done.</summary>
    protected abstract string Activity { get; }

    Task IImportObserver.OnResultsAsync(IReadOnlyList<AudienceContactResult> results) => WriteAllAsync(results);

    void IImportObserver.OnProgress(ImportProgress progress) => _progress?.Show(progress);

    void IImportObserver.OnWarning(string message) => Observer.OnWarning(message);

    /// <summary>Whether to go on; on the pipeline thread, before the first contact is read.</summary>
    protected virtual bool Confirm() => true;

    /// <summary>What is done with the contacts, off the pipeline thread.</summary>
    private protected abstract Task UseAsync(IContactReader reader);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ParameterSetName != FromPipeline || !HasInput || _ended)
        {
            return;
        }

        if (InputObject?.BaseObject is FileSystemInfo file)
        {
            _files.Add(file.FullName);
        }
        else
        {
            Guarded(() => Take(_rows.Row(InputObject)));
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (!_ended)
        {
            Guarded(Finish);
        }

        _progress?.Complete();
    }

    /// <summary>How contacts are read and checked.</summary>
    private protected virtual ImportOptions Options() => new()
    {
        PhoneColumn = PhoneColumn,
        ColumnMap = ColumnMap is null ? null : DictionaryEntries.Of(ColumnMap).ToDictionary(
            static pair => $"{pair.Key}", static pair => $"{pair.Value}", StringComparer.OrdinalIgnoreCase),
        DefaultCountry = DefaultCountryCode is null ? null : Country(DefaultCountryCode),
        FailurePath = FailurePath is null ? null : InputFiles.ResolveNew(this, FailurePath, AudienceErrorCode.FileNotWritable),
    };

    /// <summary>Opens the files; for a second time where they are read twice.</summary>
    private protected IContactReader OpenFiles() => ContactReaders.OpenFiles(
        _files, new ReaderOptions { Delimiter = Delimiter, Encoding = Encoding, WorksheetName = WorksheetName });

    // Not on the pipeline thread, which couldn't be stopped while a share hangs.
    private IContactReader OpenInBody()
    {
        IContactReader? opened = null;
        Bridge.Start(() =>
        {
            opened = OpenFiles();
            return Task.CompletedTask;
        });
        Bridge.Finish();
        return opened!;
    }

    private static CountryCode Country(string code) => CountryCode.TryParse(code, out var country) ? country : throw new AudienceException(
        AudienceErrorCode.UnknownCountryCode, $"'{code}' is not a country calling code. Give its digits, such as 44 or 1.");

    private void Finish()
    {
        if (ParameterSetName is FromPath or FromLiteralPath)
        {
            _files.AddRange(InputFiles.Resolve(this, Path ?? LiteralPath!, expand: Path is not null));
        }

        if (ParameterSetName == FromNumbers)
        {
            Start(new RowsReader([.. PhoneNumber!.Select(number => _rows.Row(number))]));
        }
        else if (_files.Count > 0)
        {
            Start(_started ? throw ObjectRows.NotAContact("A file among contacts") : OpenInBody());
        }
        else if (Start(_pipeline))
        {
            Bridge.PumpUntil(_pipeline.Flush(StopToken));
            _pipeline.Complete();
        }

        Bridge.Finish();
    }

    private void Take(SourceRow row)
    {
        if (Start(_pipeline) && _pipeline.Add(row))
        {
            Bridge.PumpUntil(_pipeline.Flush(StopToken));
            if (Bridge.HasEnded)
            {
                // The work ended before its input did, which only a failure can bring about: say it now.
                _ended = true;
                Bridge.Finish();
            }
        }
    }

    private bool Start(IContactReader reader)
    {
        if (_started || _ended)
        {
            return !_ended;
        }

        if (!Confirm())
        {
            _ended = true;
            return false;
        }

        _started = true;
        _progress = new ProgressWriter(this, Bridge, Observer, Activity);
        Bridge.Start(async () =>
        {
            try
            {
                await using var input = reader;
                await UseAsync(reader);
            }
            finally
            {
                // Whatever ended the work, a pipeline that still brings rows must not wait for it.
                _pipeline.Abandon();
            }
        });
        return true;
    }
}
