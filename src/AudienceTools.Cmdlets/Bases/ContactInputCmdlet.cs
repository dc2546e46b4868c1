using System.Collections;
using System.Management.Automation;
using AudienceTools.Cmdlets.Contacts;
using AudienceTools.Core.Import;
using AudienceTools.Core.PhoneNumbers;
using AudienceTools.Core.Reading;

namespace AudienceTools.Cmdlets.Bases;

/// <summary>
/// A cmdlet that takes contacts, the same ways everywhere: down the pipeline, as phone numbers, or from files. What is done with them
/// runs while they come.
/// </summary>
public abstract partial class ContactInputCmdlet : AudienceCmdlet, IImportObserver
{
    /// <summary>A parameter set: contacts, or files of contacts, down the pipeline.</summary>
    protected const string FromPipeline = "InputObject";

    /// <summary>A parameter set: phone numbers.</summary>
    protected const string FromNumbers = "PhoneNumber";

    /// <summary>A parameter set: paths with wildcards.</summary>
    protected const string FromPath = "Path";

    /// <summary>A parameter set: paths to the letter.</summary>
    protected const string FromLiteralPath = "LiteralPath";

    private static readonly string[] s_forFiles =
        [nameof(Delimiter), nameof(Encoding), nameof(Header), nameof(HeaderRow), nameof(SkipHiddenRow), nameof(WorksheetName)];

    private readonly ObjectRows _rows = new();
    private readonly List<string> _files = [];
    private readonly PipelineReader _pipeline = new();
    private Action? _take;
    private ProgressWriter? _progress;
    private bool _started;
    private bool _ended;

    bool IImportObserver.WantsResults => PassThru;

    /// <summary>Whether contacts were asked for at all.</summary>
    protected bool HasInput => ParameterSetName != FromPipeline || MyInvocation.ExpectingInput || MyInvocation.BoundParameters.ContainsKey(nameof(InputObject));

    /// <summary>What the progress line says is being done.</summary>
    protected abstract string Activity { get; }

    Task IImportObserver.OnResultsAsync(IReadOnlyList<AudienceContactResult> results) => WriteAllAsync(results);

    void IImportObserver.OnProgress(ImportProgress progress) => _progress?.Show(progress.Settled, progress.Fraction, progress.Elapsed);

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

        WithProgress(_take ??= TakeInput);
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (!_ended)
        {
            WithProgress(Finish);
        }

        _progress?.Complete();
    }

    // Where the command ends with an error or is stopped, nothing else of it is called.
    private void WithProgress(Action work)
    {
        try
        {
            Guarded(work);
        }
        catch
        {
            _progress?.Complete();
            throw;
        }
    }

    /// <summary>How contacts are read and checked.</summary>
    private protected virtual ImportOptions Options() => new()
    {
        PhoneColumn = PhoneColumn,
        ColumnMap = ColumnMap is null ? null : DictionaryEntries.Of(ColumnMap).ToDictionary(
            static pair => $"{pair.Key}", NewName, StringComparer.OrdinalIgnoreCase),
        DefaultCountry = DefaultCountryCode is null ? null : Country(DefaultCountryCode),
        CountryCodeColumn = CountryCodeColumn,
        FailurePath = FailurePath is null ? null : InputFiles.ResolveNew(this, FailurePath, AudienceErrorCode.FileNotWritable),
    };

    /// <summary>Opens the files; for a second time where they are read twice.</summary>
    private protected IContactReader OpenFiles() => ContactReaders.OpenFiles(_files, new ReaderOptions
    {
        Delimiter = Delimiter,
        Encoding = Encoding,
        Header = Header,
        HeaderRow = HeaderRow,
        OnWarning = Observer.OnWarning,
        SkipHiddenRow = SkipHiddenRow,
        WorksheetName = WorksheetName,
    });

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

    private static string NewName(DictionaryEntry pair) => ValueText.Bare(pair.Value) is null or string or ValueType ? $"{pair.Value}" : throw new AudienceException(
        AudienceErrorCode.InvalidColumnMap, $"-ColumnMap gives the column '{pair.Key}' something that is no name. Give it one name, in quotes.");

    private static CountryCode Country(string code) => CountryCode.TryParse(code, out var country) ? country : throw new AudienceException(
        AudienceErrorCode.UnknownCountryCode,
        $"'{code}' is neither a country calling code nor a region. Give the code's digits, such as 44 or 1, or the region's two letters, such as GB or US.");

    // Import-Csv has read the file already: what says how to read one would be passed over without a word.
    private void RefuseForObjects()
    {
        var given = s_forFiles.FirstOrDefault(MyInvocation.BoundParameters.ContainsKey);
        if (given is not null)
        {
            throw new AudienceException(
                AudienceErrorCode.ParameterNotApplicable,
                $"-{given} says how a file is read, and objects came down the pipeline. Give the file with -Path, or leave -{given} out.");
        }
    }

    private void Finish()
    {
        if (ParameterSetName is FromPath or FromLiteralPath)
        {
            _files.AddRange(InputFiles.Resolve(this, Path ?? LiteralPath!, expand: Path is not null));
        }

        if (ParameterSetName == FromNumbers)
        {
            Start(new RowsReader([.. (PhoneNumber ?? []).Select(number => _rows.Row(number is null ? null : PSObject.AsPSObject(number)))]));
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

    private void TakeInput()
    {
        if (!WholeCollections.IsOne(InputObject?.BaseObject))
        {
            Take(InputObject);
            return;
        }

        foreach (var item in WholeCollections.Apart(InputObject!.BaseObject).TakeWhile(_ => !_ended))
        {
            Take(item);
        }
    }

    private void Take(PSObject? input)
    {
        if (input?.BaseObject is FileSystemInfo file)
        {
            _files.Add(file.FullName);
            return;
        }

        if (!_started)
        {
            RefuseForObjects();
            _rows.AreOfCsv = Upstream.IsCsv(this);
        }

        var row = _rows.Row(input);
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
        _progress = new ProgressWriter(this, Bridge, Observer, Activity, "rows done", TimeSpan.Zero);
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
