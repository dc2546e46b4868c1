using AudienceTools.Core.PhoneNumbers;

namespace AudienceTools.Core.Import;

/// <summary>How contacts are read, checked and sent.</summary>
public sealed record ImportOptions
{
    /// <summary>The column that holds the phone numbers; null to find it by its name.</summary>
    public string? PhoneColumn { get; init; }

    /// <summary>Names to send instead of the input's own, by the input's name.</summary>
    public IReadOnlyDictionary<string, string>? ColumnMap { get; init; }

    /// <summary>The input's column that identifies a contact beside its number, for an audience that is created; null for none.</summary>
    public string? IdentifierColumn { get; init; }

    /// <summary>The country whose national numbers are read; null where every number has its calling code.</summary>
    public CountryCode? DefaultCountry { get; init; }

    /// <summary>The input's column that names each row's country, by calling code or region; null for none.</summary>
    public string? CountryCodeColumn { get; init; }

    /// <summary>Rows in a batch at the most; the service's limit where that is lower, or null.</summary>
    public int? BatchSize { get; init; }

    /// <summary>Batches in flight at the most.</summary>
    public int ThrottleLimit { get; init; } = 4;

    /// <summary>Where to write the rows that did not become members; null for nowhere.</summary>
    public string? FailurePath { get; init; }

    /// <summary>Where to write down what is acknowledged, so that a killed import can go on; null for nowhere.</summary>
    public string? CheckpointPath { get; init; }

    /// <summary>Whether a checkpoint of another import is thrown away instead of refused.</summary>
    public bool DiscardCheckpoint { get; init; }
}
