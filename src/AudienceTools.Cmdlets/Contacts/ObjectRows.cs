using System.Management.Automation;
using System.Net;
using System.Security;
using AudienceTools.Core.Columns;
using AudienceTools.Core.Reading;

namespace AudienceTools.Cmdlets.Contacts;

/// <summary>
/// Turns what comes down a pipeline into rows: objects with properties, hashtables, members of an audience, plain phone numbers.
/// Objects with the same properties share one header.
/// </summary>
internal sealed class ObjectRows
{
    private const string PhoneNumberColumn = "PhoneNumber";
    private static readonly RowHeader Plain = new([PhoneNumberColumn]) { IsOfTexts = true };
    private static readonly RowHeader Unread = new(["Object"]);
    private ObjectShape _shape = ObjectShape.None;
    private RowHeader? _memberHeader;
    private MemberColumns? _memberColumns;
    private long _count;
    private int? _headerLines;
    private RowProblem? _problem;

    /// <summary>Whether each object has the properties of a header, and no other, as the rows of Import-Csv do.</summary>
    public bool AreOfCsv { get; set; }

    /// <summary>
    /// Makes a row. Rows are numbered as the lines of the file that they would be: a header is line 1, the first row 2. Plain numbers have
    /// no header. The first one decides, so that no two rows have one number.
    /// </summary>
    /// <exception cref="AudienceException">It is something that can't be a contact, such as an audience.</exception>
    public SourceRow Row(PSObject? input)
    {
        var value = input?.BaseObject;
        _headerLines ??= value is string or ValueType ? 0 : 1;
        _count++;
        return value switch
        {
            null or DBNull => Made(Plain, [null]),
            PSCustomObject when AreOfCsv && _shape != ObjectShape.None && _shape.Read(input!) is { } values => Made(_shape.Header, values),
            string text => Made(Plain, [text]),
            AudienceMember member => MemberProperties.AreAsRead(input!) ? Row(member.Sent ?? member) : Row(input!, MemberProperties.Of(input!, member)),
            ValueType => Made(Plain, [Text(new Member(PhoneNumberColumn, value))]),
            Audience or AudienceImportReceipt or AudienceRemovalReceipt or AudienceContactSummary or AudienceConnection
                or SecureString or PSCredential or NetworkCredential => throw NotAContact($"An object of the type {value.GetType().Name}"),
            _ when Members.TryOf(input!, out var members) => Row(input!, members),
            _ => throw NotAContact($"A list in a list ({value.GetType().Name})"),
        };
    }

    public static AudienceException NotAContact(string what) => new(
        AudienceErrorCode.NotAContact,
        $"{what} is not a contact. Pipe objects with a phone column, hashtables, members or phone numbers.");

    private SourceRow Row(AudienceMember member)
    {
        if (!ReferenceEquals(member.Columns, _memberColumns))
        {
            _memberColumns = member.Columns;
            _memberHeader = new RowHeader([PhoneNumberColumn, .. member.Columns.Names], phoneIndex: 0);
        }

        return Made(_memberHeader!, [member.PhoneNumber, .. member.Values]);
    }

    private SourceRow Row(PSObject input, IEnumerable<Member> members)
    {
        var names = _shape.Names;
        var values = new List<string?>(names.Count);
        List<string>? own = null;
        try
        {
            foreach (var member in members)
            {
                var i = values.Count;
                if (own is null && (i >= names.Count || !string.Equals(names[i], member.Name, StringComparison.Ordinal)))
                {
                    own = [.. names.Take(i)];
                }

                own?.Add(member.Name);
                values.Add(Text(member));
            }
        }
        catch (UnusableValueException exception)
        {
            return Unreadable(input, exception);
        }
        catch (Exception exception) when (UnusableValueException.IsOfObject(exception))
        {
            return Unreadable(input, UnusableValueException.Thrown());
        }

        if (own is not null || values.Count != names.Count)
        {
            _shape = ObjectShape.Of(input, own ?? [.. names.Take(values.Count)]);
        }

        return Made(_shape.Header, _shape.Travelling(values));
    }

    // Of an object that doesn't tell its properties nothing but its type can be shown.
    private SourceRow Unreadable(PSObject input, UnusableValueException exception)
    {
        _problem = new RowProblem(RowReasons.UnreadableProperty, $"The object {exception.Message}. Mend it, or leave it out with Where-Object.");
        return Made(Unread, [input.BaseObject.GetType().Name]);
    }

    private string? Text(in Member member)
    {
        try
        {
            return member.Text();
        }
        catch (UnusableValueException exception)
        {
            _problem ??= new RowProblem(
                RowReasons.UnreadableProperty, $"The property {ShownNames.Of(member.Name)} of the object {exception.Message}. Mend it, or leave it out with Select-Object.");
            return null;
        }
    }

    private SourceRow Made(RowHeader header, string?[] values)
    {
        var problem = _problem;
        _problem = null;
        return new SourceRow(_count + _headerLines!.Value, header, values, problem);
    }
}
