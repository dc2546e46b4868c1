using AudienceTools.Core.Paging;

namespace AudienceTools.Core.Dialects;

/// <summary>A dialect whose service takes rows as a job: it is started, works on, and is asked how far it is.</summary>
internal interface IImportDialect
{
    /// <summary>What a user should know of these contacts before they are sent; null for nothing.</summary>
    string? Caution(IReadOnlyList<Contact> contacts);

    ServiceCall<ImportJob> StartImport(string audienceId, IReadOnlyList<Contact> contacts);

    ServiceCall<ImportJob> ReadImport(string id);

    /// <summary>The recent jobs, to find one whose first answer was lost.</summary>
    ServiceCall<Page<ImportJob>> ListImports(PageRequest page);
}

/// <summary>A job as the service tells of it.</summary>
/// <param name="Id">Its identifier; empty where the answer has none.</param>
/// <param name="State">How far it is.</param>
internal sealed record ImportJob(string Id, ImportJobState State)
{
    /// <summary>The state in the service's own words.</summary>
    public string? Status { get; init; }

    /// <summary>Rows that it was given.</summary>
    public long? Total { get; init; }

    /// <summary>Contacts that are new to the organisation.</summary>
    public long? Created { get; init; }

    /// <summary>Contacts that the organisation had.</summary>
    public long? Updated { get; init; }

    /// <summary>Rows that failed; which ones isn't told.</summary>
    public long? Failed { get; init; }

    /// <summary>The service's own words for how it went; null where there are none.</summary>
    public string? Said { get; init; }

    /// <summary>When it was started, where the service tells.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Rows that it is done with.</summary>
    public long Done => (Created ?? 0) + (Updated ?? 0) + (Failed ?? 0);
}

/// <summary>How far a job is.</summary>
internal enum ImportJobState
{
    /// <summary>It waits or works, or is in a state that isn't known here.</summary>
    Running,

    /// <summary>Every row went through.</summary>
    Completed,

    /// <summary>It is over, and some rows or all didn't go through.</summary>
    Failed,
}
