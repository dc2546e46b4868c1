namespace AudienceTools.Core.Import;

/// <summary>Is told how an import goes. Called from any thread.</summary>
public interface IImportObserver
{
    /// <summary>Whether <see cref="OnResultsAsync"/> is to be called.</summary>
    bool WantsResults { get; }

    /// <summary>What became of some rows. The import goes on when the task ends, so a slow reader slows it.</summary>
    Task OnResultsAsync(IReadOnlyList<AudienceContactResult> results);

    /// <summary>How far it is. Called often: whoever shows it decides how often.</summary>
    void OnProgress(ImportProgress progress);

    /// <summary>Something a user should know, though the import goes on.</summary>
    void OnWarning(string message);
}

/// <summary>How far an import is.</summary>
/// <param name="Received">Rows read.</param>
/// <param name="Settled">Rows whose fate is known.</param>
/// <param name="Fraction">The part of the input that was read, from 0 to 1, where its size is known.</param>
/// <param name="Elapsed">The time since it began.</param>
public sealed record ImportProgress(long Received, long Settled, double? Fraction, TimeSpan Elapsed);
