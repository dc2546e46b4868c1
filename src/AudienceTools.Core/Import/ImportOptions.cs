using AudienceTools.Core.Contacts;

namespace AudienceTools.Core.Import;

/// <summary>How contacts are read, checked and sent.</summary>
public sealed record ImportOptions
{
    /// <summary>The column that holds the phone numbers; null to find it by its name.</summary>
    public string? PhoneColumn { get; init; }

    /// <summary>Names to send instead of the input's own, by the input's name.</summary>
    public IReadOnlyDictionary<string, string>? ColumnMap { get; init; }

    /// <summary>The country whose national numbers are read; null where every number has its calling code.</summary>
    public CountryCode? DefaultCountry { get; init; }

    /// <summary>Rows in a batch at the most; the service's limit where that is lower, or null.</summary>
    public int? BatchSize { get; init; }

    /// <summary>Batches in flight at the most.</summary>
    public int ThrottleLimit { get; init; } = 4;
}
