using AudienceTools.Core.Import;

namespace AudienceTools.Contract.Tests.Support;

/// <summary>Keeps what an import tells of each row, and its warnings.</summary>
internal sealed class ImportResults(bool wantsResults = true) : IImportObserver
{
    private readonly Lock _lock = new();
    private readonly List<(long Row, string State)> _results = [];

    public bool WantsResults => wantsResults;

    public List<string> Warnings { get; } = [];

    public IReadOnlyList<long> Rows => [.. _results.Select(static result => result.Row)];

    public IEnumerable<long> RowsOf(AudienceContactState state) => _results.Where(result => result.State == state.ToString()).Select(static result => result.Row);

    public Task OnResultsAsync(IReadOnlyList<AudienceContactResult> results)
    {
        lock (_lock)
        {
            _results.AddRange(results.Select(static result => (result.RowNumber, result.State)));
        }

        return Task.CompletedTask;
    }

    public void OnProgress(ImportProgress progress)
    {
    }

    public void OnWarning(string message) => Warnings.Add(message);
}
