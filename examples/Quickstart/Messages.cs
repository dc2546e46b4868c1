using AudienceTools;
using AudienceTools.Core.Import;

namespace Quickstart;

/// <summary>Shows what an import says on the console.</summary>
internal sealed class Messages : IImportObserver
{
    public bool WantsResults => false;

    public Task OnResultsAsync(IReadOnlyList<AudienceContactResult> results) => Task.CompletedTask;

    public void OnProgress(ImportProgress progress)
    {
    }

    public void OnWarning(string message) => Console.Error.WriteLine($"Warning: {message}");
}
