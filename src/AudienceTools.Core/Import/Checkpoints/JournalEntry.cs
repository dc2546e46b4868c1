using System.Text.Json.Serialization;

namespace AudienceTools.Core.Import.Checkpoints;

/// <summary>What an import was asked to do: another input, audience or setting is another job.</summary>
/// <param name="Service">The service.</param>
/// <param name="Address">Its address; null for the local service, whose port changes from start to start.</param>
/// <param name="Audience">The identifier of the audience, or the name of the one to create.</param>
/// <param name="Creates">Whether the audience is to be created.</param>
/// <param name="PhoneColumn">As given.</param>
/// <param name="ColumnMap">As given, in one line.</param>
/// <param name="DefaultCountry">As given.</param>
/// <param name="BatchRows">Rows in a batch.</param>
/// <param name="BatchBytes">Bytes in a batch.</param>
/// <param name="Input">What is read: names and fingerprints of files; null for a pipeline, whose batches tell.</param>
internal sealed record JournalSettings(
    AudienceService Service,
    string? Address,
    string Audience,
    bool Creates,
    string? PhoneColumn,
    string? ColumnMap,
    int? DefaultCountry,
    int BatchRows,
    int BatchBytes,
    string? Input)
{
    /// <summary>As given.</summary>
    public string? CountryCodeColumn { get; init; }

    /// <summary>The first setting that was another one before, in words; null where none was.</summary>
    public string? DifferenceTo(JournalSettings before)
    {
        foreach (var property in typeof(JournalSettings).GetProperties().Where(static property => property.CanWrite))
        {
            var (was, becomes) = (property.GetValue(before), property.GetValue(this));
            if (!Equals(was, becomes))
            {
                return $"{property.Name} was '{was}' and is '{becomes}'";
            }
        }

        return null;
    }
}

/// <summary>One line of the journal.</summary>
internal sealed record JournalEntry
{
    /// <summary>The first line: the job's name, from which its idempotency keys are made, and what it is.</summary>
    public string? Job { get; init; }

    /// <inheritdoc cref="Job"/>
    public JournalSettings? Settings { get; init; }

    /// <summary>When the job began.</summary>
    public DateTimeOffset? Began { get; init; }

    /// <summary>The audiences that had the name before, where one is to be created; looked up once more by a run that goes on before that.</summary>
    public Namesakes? Namesakes { get; init; }

    /// <summary>When the create was about to be sent: from then on there may be an audience that no answer has told of.</summary>
    public DateTimeOffset? Creating { get; init; }

    /// <summary>The audience that takes the contacts, once it is known, and how many members it had.</summary>
    public string? AudienceId { get; init; }

    /// <inheritdoc cref="AudienceId"/>
    public long? MembersBefore { get; init; }

    /// <summary>A batch that the service has acknowledged.</summary>
    public int? Batch { get; init; }

    /// <summary>What the batch sent.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>What the service did with it.</summary>
    public AddedContacts? Outcome { get; init; }

    /// <summary>When the job was finished.</summary>
    public DateTimeOffset? Finished { get; init; }
}

[JsonSerializable(typeof(JournalEntry))]
[JsonSourceGenerationOptions(
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
internal sealed partial class JournalJson : JsonSerializerContext;
