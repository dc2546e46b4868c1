using AudienceTools.Core.Dialects;
using AudienceTools.Core.Paging;

namespace AudienceTools.Core.Http;

/// <summary>
/// The border at which a service's own texts come in: no control character, which a terminal would obey, and no key gets past it, and in
/// sentences no phone number either. Names stay as people wrote them but for that. A member's columns are people's data, and are not
/// looked at.
/// </summary>
/// <param name="key">The key of the connection; null for none.</param>
internal sealed class ServiceTexts(string? key)
{
    // What is shorter is no secret, and stands in words by chance.
    private const int ShortestSecret = 8;

    /// <summary>Something short: a name, an identifier, a state.</summary>
    public string Line(string text) => Redaction.Line(WithoutKey(text));

    /// <summary>Something that a person reads: one line of bounded length, see <see cref="Redaction.Excerpt"/>.</summary>
    public string Excerpt(string text) => Redaction.Excerpt(WithoutKey(text));

    /// <summary>What was read of an answer, with all of its texts fit to be shown.</summary>
    public T Clean<T>(T value) => (T)(object?)(value switch
    {
        Audience audience => Clean(audience),
        Page<Audience> page => page with { Items = [.. page.Items.Select(Clean)] },
        AddedContacts added => added with
        {
            Rejected = [.. added.Rejected.Select(Clean)], Said = added.Said is { } said ? Excerpt(said) : null,
        },
        ImportJob job => Clean(job),
        Page<ImportJob> page => page with { Items = [.. page.Items.Select(Clean)] },
        Page<AudienceMember> page when page.Items.Any(HasOddId) => page with { Items = [.. page.Items.Select(Clean)] },
        ServiceError error => error with
        {
            Messages = [.. error.Messages.Select(Excerpt)], Campaigns = [.. error.Campaigns.Select(Clean)],
        },
        _ => (object?)value,
    })!;

    private Audience Clean(Audience audience) => audience with
    {
        Id = Line(audience.Id),
        Name = Line(audience.Name),
        Description = audience.Description is { } description ? Redaction.Lines(WithoutKey(description)) : null,
        PhoneColumn = audience.PhoneColumn is { } phone ? Line(phone) : null,
        IdentifierColumn = audience.IdentifierColumn is { } identifier ? Line(identifier) : null,
        Type = audience.Type is { } type ? Line(type) : null,
        Campaigns = [.. audience.Campaigns.Select(Clean)],
    };

    private AudienceCampaign Clean(AudienceCampaign campaign) =>
        new(Line(campaign.Id), Line(campaign.Name), campaign.Status is { } status ? Excerpt(status) : null);

    private RejectedContact Clean(RejectedContact row) => row with { Code = Excerpt(row.Code), Message = Excerpt(row.Message) };

    private ImportJob Clean(ImportJob job) => job with
    {
        Id = Line(job.Id),
        Status = job.Status is { } status ? Excerpt(status) : null,
        Said = job.Said is { } said ? Excerpt(said) : null,
    };

    // A loop of its own: what .NET has for this is slow until the runtime has compiled it a second time, and lists are read before that.
    private static bool HasOddId(AudienceMember member)
    {
        foreach (var c in member.ContactId)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-' or '.' or ':'))
            {
                return true;
            }
        }

        return false;
    }

    private AudienceMember Clean(AudienceMember member) => !HasOddId(member)
        ? member
        : new(Line(member.ContactId), member.PhoneNumber, member.Columns, [.. member.Values]) { AudienceId = member.AudienceId };

    private string WithoutKey(string text) =>
        key is { Length: >= ShortestSecret } ? text.Replace(key, "***", StringComparison.Ordinal) : text;
}
