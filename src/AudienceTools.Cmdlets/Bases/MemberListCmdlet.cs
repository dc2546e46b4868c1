using System.Management.Automation;
using AudienceTools.Cmdlets.MemberTypes;
using AudienceTools.Core;
using AudienceTools.Core.Dialects;
using AudienceTools.Core.Members;
using AudienceTools.Core.Paging;

namespace AudienceTools.Cmdlets.Bases;

/// <summary>A cmdlet that streams members or contacts, each with its columns as properties.</summary>
public abstract class MemberListCmdlet : ListCmdlet
{
    private readonly HashSet<(string Own, string Shown)> _told = [];
    private ListColumns? _columns;
    private MemberColumns? _shown;
    private Func<AudienceMember, AudienceConnection, object>? _make;

    /// <summary>The only columns to show, as the service calls them.</summary>
    [Parameter(HelpMessage = "The only columns to show beside PhoneNumber, as the service calls them, in this order.")]
    [ValidateColumns]
    public string[]? Column { get; set; }

    private ListColumns Columns => _columns ??= new ListColumns(Column, Observer.OnWarning);

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (Columns.WhatIsMissing() is { } missing)
        {
            WriteWarning(ShownText.Of(missing));
        }
    }

    /// <summary>Writes the pages of a list of members.</summary>
    private protected void ListMembers(
        AudienceReference? audience,
        ServiceOperation operation,
        Func<AudienceClient, ListRange, IAsyncEnumerable<Page<AudienceMember>>> read) =>
        List(audience, operation, (client, range) => Columns.AlignAsync(read(client, range), StopToken), Show);

    private object Show(AudienceMember member, AudienceConnection connection)
    {
        if (_make is null || !ReferenceEquals(member.Columns, _shown))
        {
            _shown = member.Columns;
            _make = ShownMembers.MakerOf(_shown);
            WarnOfNames(_shown);
        }

        return _make(member, connection);
    }

    // What PowerShell can't show under its own name isn't to be looked for in vain.
    private void WarnOfNames(MemberColumns columns)
    {
        var news = columns.Renamed.Where(_told.Add).ToList();
        if (news.Count > 0)
        {
            Observer.OnWarning("PowerShell can't show columns under their own names: "
                + string.Join(", ", news.Select(static name => $"'{name.Own}' is shown as '{name.Shown}'")) + ".");
        }
    }
}
