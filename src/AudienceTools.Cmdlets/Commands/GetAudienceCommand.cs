using System.Management.Automation;
using AudienceTools.Cmdlets.Bases;
using AudienceTools.Core.Dialects;
using AudienceTools.Core.Paging;

namespace AudienceTools.Cmdlets.Commands;

/// <summary>Lists audiences, all pages.</summary>
[Cmdlet(
    VerbsCommon.Get, "Audience", DefaultParameterSetName = "Name", SupportsPaging = true,
    HelpUri = HelpPage.Folder + "Get-Audience.md")]
[OutputType(typeof(Audience))]
public sealed class GetAudienceCommand : ListCmdlet
{
    /// <summary>Names or patterns; all audiences otherwise.</summary>
    [Parameter(
        Position = 0, ParameterSetName = "Name", ValueFromPipeline = true,
        HelpMessage = "Names or patterns; by default all audiences.")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Name { get; set; }

    /// <summary>Identifiers.</summary>
    [Parameter(
        Mandatory = true, ParameterSetName = "Id", ValueFromPipelineByPropertyName = true,
        HelpMessage = "Ids of audiences, to the letter.")]
    [ValidateNotNullOrEmpty]
    public string[]? Id { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (Id is not null)
        {
            foreach (var id in Id)
            {
                GetOne(id);
            }
        }
        else if (Name is null)
        {
            List(
                audience: null,
                ServiceOperation.ListAudiences,
                (client, range) => client.ListAudiencesAsync(range, StopToken),
                static (audience, connection) =>
                {
                    audience.Connection = connection;
                    return audience;
                });
        }
        else
        {
            Find(Name);
        }
    }

    private void GetOne(string id) => Guarded(() =>
    {
        var connection = ConnectionFor();
        Run(
            async () =>
            {
                var audience = await ClientOf(connection).GetAudienceAsync(id, StopToken);
                audience.Connection = connection;
                await WriteAsync(audience);
            },
            id);
    });

    // Null where it can't be a pattern, such as "Leads [1": a name may be it still.
    private static WildcardPattern? Pattern(string name)
    {
        try
        {
            var pattern = new WildcardPattern(name, WildcardOptions.IgnoreCase);
            pattern.IsMatch("");
            return pattern;
        }
        catch (WildcardPatternException)
        {
            return null;
        }
    }

    // The services have no patterns, so all pages are read and the range counts what fits.
    private void Find(string[] names) => Guarded(() => WithProgress(ServiceOperation.ListAudiences, audience: null, ListRange.All, progress =>
    {
        var connection = ConnectionFor();
        var patterns = Array.ConvertAll(names, Pattern);
        var met = new bool[names.Length];
        var isRead = Run(async () =>
        {
            var found = new List<Audience>();
            await foreach (var page in ClientOf(connection).ListAudiencesAsync(ListRange.All, StopToken))
            {
                progress.Count(page);
                foreach (var audience in page.Items)
                {
                    var fits = false;
                    for (var i = 0; i < names.Length; i++)
                    {
                        if (patterns[i]?.IsMatch(audience.Name) ?? string.Equals(audience.Name, names[i], StringComparison.OrdinalIgnoreCase))
                        {
                            met[i] = fits = true;
                        }
                    }

                    if (fits)
                    {
                        audience.Connection = connection;
                        found.Add(audience);
                    }
                }
            }

            await WriteTotalAsync(found.Count);
            var range = Range;
            await WriteAllAsync<Audience>([.. found.Skip((int)Math.Min(int.MaxValue, range.Skip)).Take((int)Math.Min(int.MaxValue, range.First ?? int.MaxValue))]);
        });
        for (var i = 0; isRead && i < names.Length; i++)
        {
            if (!met[i] && (patterns[i] is null || !WildcardPattern.ContainsWildcardCharacters(names[i])))
            {
                WriteFailure(
                    new AudienceException(
                        AudienceErrorCode.AudienceNotFound,
                        $"There is no audience '{names[i]}' on {connection}. List what there is with Get-Audience."),
                    names[i]);
            }
        }
    }));
}
