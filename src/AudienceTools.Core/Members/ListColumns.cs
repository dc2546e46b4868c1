using System.Runtime.CompilerServices;
using AudienceTools.Core.Columns;
using AudienceTools.Core.Paging;

namespace AudienceTools.Core.Members;

/// <summary>
/// Gives all members of a list the same columns: files and tables take those of the first object. They are the ones that are asked for, or
/// else those that the service tells of the list together with those of the first page that has members; what comes later still is warned
/// of by name. Serves one command, which may list several audiences one after the other.
/// </summary>
/// <param name="wanted">The only columns to show, as the service calls them, none twice; null for all.</param>
/// <param name="warn">Is told which columns aren't shown, as the members that have them come.</param>
public sealed class ListColumns(IReadOnlyList<string>? wanted, Action<string> warn)
{
    /// <summary>How many columns a list has at the most: each of its members has a place for each of them.</summary>
    public const int MostColumns = 10_000;

    private const int MostTold = 50;
    private const int MostAdvised = 40;
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);
    private readonly OrderedDictionary<string, bool> _advised = new(StringComparer.Ordinal);
    private readonly HashSet<string> _missing = [.. (wanted ?? []).Where(static name => !IsPhoneNumber(name))];
    private readonly Dictionary<string, string> _similar = new(StringComparer.Ordinal);
    private MemberColumns? _wanted;
    private MemberColumns? _first;
    private bool _anyCame;

    /// <summary>The pages of a list with members that have the same columns, null where one lacked it.</summary>
    public async IAsyncEnumerable<Page<AudienceMember>> AlignAsync(
        IAsyncEnumerable<Page<AudienceMember>> pages, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pages);
        ListShape? shape = null;
        var late = new List<string>();
        var isCompared = false;
        await foreach (var page in pages.WithCancellation(cancellationToken))
        {
            if (shape is null && (page.Columns is not null || page.Items.Count > 0))
            {
                List<string> names = [.. (page.Columns ?? []).Concat(Union(page) ?? []).Distinct(StringComparer.Ordinal).Take(MostColumns)];
                Meet(names);
                var known = names.ToHashSet(StringComparer.Ordinal);
                shape = new ListShape(Shown(page, names, known), wanted is not null, columns =>
                {
                    Meet(columns.Names);
                    late.AddRange(columns.Names.Where(known.Add));
                });
            }
            else
            {
                Meet(page.Columns ?? []);
            }

            if (shape is null || page.Items.Count == 0)
            {
                yield return page;
                continue;
            }

            _anyCame = true;
            var aligned = page with { Items = shape.Align(page.Items) };
            if (wanted is null)
            {
                Tell(
                    late,
                    shape.Columns,
                    "Members that come later in the list have columns that it began without, so they are not shown",
                    " They travel all the same when the members are added to an audience.");
                late.Clear();
                if (!isCompared)
                {
                    isCompared = true;
                    Compare(shape.Columns);
                }
            }

            yield return aligned;
        }
    }

    /// <summary>Which of the columns that were asked for no member had, for the end of the command; null where there is nothing to say.</summary>
    public string? WhatIsMissing()
    {
        if (!_anyCame || _missing.Count == 0)
        {
            return null;
        }

        var similar = _missing.FirstOrDefault(_similar.ContainsKey) is { } missing
            ? $" There is {ShownNames.Whole(_similar[missing])}: the case of a column's name counts."
            : "";
        return $"None of the members that were read has a column {ShownNames.AllWhole(_missing.Take(MostTold))}{More(_missing.Count - MostTold)}.{similar}";
    }

    /// <summary>All columns that the members of a page have, in the order in which they first come; null where it has no members.</summary>
    internal static IReadOnlyList<string>? Union(Page<AudienceMember> page)
    {
        if (page.Items.Count == 0)
        {
            return null;
        }

        var names = new List<string>();
        var taken = new HashSet<string>(StringComparer.Ordinal);
        MemberColumns? last = null;
        foreach (var member in page.Items)
        {
            if (!ReferenceEquals(member.Columns, last))
            {
                last = member.Columns;
                names.AddRange(last.Names.Where(taken.Add));
            }
        }

        return names;
    }

    private static bool IsPhoneNumber(string name) => string.Equals(name, nameof(AudienceMember.PhoneNumber), StringComparison.OrdinalIgnoreCase);

    // The number is shown whatever is asked for, so its name means a column only where there is one that is called so.
    private MemberColumns Shown(Page<AudienceMember> page, List<string> names, HashSet<string> known)
    {
        if (wanted is not null)
        {
            return _wanted ??= new MemberColumns([.. wanted.Where(name => !IsPhoneNumber(name) || known.Contains(name))]);
        }

        return page.Items is [{ Columns: var columns }, ..] && columns.Names.SequenceEqual(names, StringComparer.Ordinal)
            ? columns
            : new MemberColumns(names);
    }

    private void Meet(IReadOnlyList<string> names)
    {
        if (_missing.Count > 0)
        {
            foreach (var name in names.Where(name => !_missing.Remove(name)))
            {
                foreach (var missing in _missing.Where(missing => string.Equals(missing, name, StringComparison.OrdinalIgnoreCase)))
                {
                    _similar[missing] = name;
                }
            }
        }
    }

    // What comes of several lists is one table to a command behind this one.
    private void Compare(MemberColumns columns)
    {
        if (_first is null)
        {
            _first = columns;
            return;
        }

        var known = _first.Names.ToHashSet(StringComparer.OrdinalIgnoreCase);
        Tell(
            [.. columns.Names.Where(name => !known.Contains(name))],
            _first,
            "This list has columns that the first one lacks, and files and tables take the columns of the first object",
            "");
    }

    private void Tell(IReadOnlyList<string> names, MemberColumns shown, string what, string comfort)
    {
        List<string> untold = [.. names.Where(name => !_told.Contains(name))];
        List<string> news = [.. untold.Take(MostTold - _told.Count)];
        if (news.Count == 0)
        {
            return;
        }

        _told.UnionWith(news);
        var end = _told.Count == MostTold ? " No more are named." : "";
        warn($"{what}: {ShownNames.AllWhole(news)}{More(untold.Count - news.Count)}.{comfort}{end} {Advice(shown.Names.Concat(news))}");
    }

    // What an earlier warning advised stays in: who follows the last one wants all of them. An empty name can't be asked for.
    private string Advice(IEnumerable<string> names)
    {
        foreach (var name in names.Where(static name => name.Length > 0))
        {
            _advised.TryAdd(name, true);
        }

        return _advised.Count > MostAdvised
            ? "To have them in the output, give the names of all the columns that you want to -Column."
            : $"To have them in the output, name all the columns that you want: -Column {ShownNames.AllWhole(_advised.Keys)}";
    }

    private static string More(int count) => count > 0 ? FormattableString.Invariant($" and {count} more") : "";
}
