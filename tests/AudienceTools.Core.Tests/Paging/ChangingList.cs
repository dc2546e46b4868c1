using AudienceTools.Core.Paging;

namespace AudienceTools.Core.Tests.Paging;

/// <summary>
/// A list that a second client changes while it is read, as each service would send it: before a request, while it is under way, and where
/// several are, in any order. Items that were there all the while must come once.
/// </summary>
internal sealed class ChangingList
{
    private readonly Random _random;
    private readonly List<string> _list;
    private readonly List<string> _removed = [];
    private readonly HashSet<string> _stayed;
    private readonly Dictionary<string, long> _cursors = new(StringComparer.Ordinal);
    private readonly List<(TaskCompletionSource Source, CancellationToken Token)> _held = [];
    private readonly double _changes;
    private readonly bool _putsBack;
    private long _row;
    private int _number;

    public ChangingList(Random random, AudienceService service, int count, int largest, double changes, bool putsBack)
    {
        (_random, Service, Largest, _changes, _putsBack) = (random, service, largest, changes, putsBack);
        _list = [.. Enumerable.Range(0, count).Select(_ => New())];
        _stayed = [.. _list];
    }

    public AudienceService Service { get; }

    public int Largest { get; }

    /// <summary>The largest page that really comes; the service doesn't say so.</summary>
    public int Clamp { get; init; } = int.MaxValue;

    /// <summary>How many bytes a page of Local's may have, of items that have 1.</summary>
    public int MostBytes { get; init; } = int.MaxValue;

    public int Requests { get; private set; }

    public int MostUnderWay { get; private set; }

    public IReadOnlyCollection<string> Stayed => _stayed;

    public IReadOnlyList<string> Now => _list;

    /// <summary>Answers a request, at once or later than others that were sent after it.</summary>
    public async Task<Page<string>> FetchAsync(PageRequest request, CancellationToken cancellationToken)
    {
        Requests++;
        Change();
        if (_random.Next(2) == 0)
        {
            var held = new TaskCompletionSource();
            _held.Insert(_random.Next(_held.Count + 1), (held, cancellationToken));
            MostUnderWay = Math.Max(MostUnderWay, _held.Count(static other => !other.Token.IsCancellationRequested));
            await using var registration = cancellationToken.Register(() => held.TrySetCanceled());
            await held.Task;
            Change();
        }

        cancellationToken.ThrowIfCancellationRequested();
        return Answer(request);
    }

    /// <summary>Lets a request go on that is held back; false where there is none, or where what was dropped ends first.</summary>
    public bool Release()
    {
        if (_held.RemoveAll(static held => held.Token.IsCancellationRequested) > 0 || _held.Count == 0)
        {
            return false;
        }

        var held = _held[0].Source;
        _held.RemoveAt(0);
        held.TrySetResult();
        return true;
    }

    public void Change()
    {
        while (_random.NextDouble() < _changes)
        {
            switch (_random.Next(_putsBack ? 4 : 3))
            {
                case 0:
                    _list.Add(New());
                    break;
                case 1 when _removed.Count > 0 && _putsBack:
                    var back = _removed[_random.Next(_removed.Count)];
                    _removed.Remove(back);
                    _cursors[back] = ++_row;
                    _list.Add(back);
                    break;
                default:
                    var from = _random.Next(_list.Count + 1);
                    for (var count = _random.Next(_random.Next(3) == 0 ? 2 * Largest : 4); count > 0 && from < _list.Count; count--)
                    {
                        Remove(_list[from]);
                    }

                    break;
            }
        }
    }

    public void Remove(string item)
    {
        if (_list.Remove(item))
        {
            _stayed.Remove(item);
            _removed.Add(item);
        }
    }

    private Page<string> Answer(PageRequest request)
    {
        var asked = request.WindowOrFirst(Largest);
        Assert.InRange(request.AtMost ?? 1, 1, Largest);
        if (Service == AudienceService.Local)
        {
            var start = request.Next is { } cursor
                ? _list.TakeWhile(item => _cursors[item] <= long.Parse(cursor, System.Globalization.CultureInfo.InvariantCulture)).Count()
                : (int)Math.Min(_list.Count, asked.Start);
            var items = _list.Skip(start).Take(request.Next is null ? asked.Size : request.AtMost!.Value).ToList();
            if (items.Count > MostBytes)
            {
                if (asked.Number > 1)
                {
                    throw new AudienceException(AudienceErrorCode.LimitExceeded, "too large") { StatusCode = System.Net.HttpStatusCode.RequestEntityTooLarge };
                }

                items = items[..MostBytes];
            }

            var more = start + items.Count < _list.Count;
            return new Page<string>(items, _list.Count, more ? $"{_cursors[items[^1]]}" : null) { NextIsCursor = more };
        }

        var size = Math.Min(asked.Size, Clamp);
        var page = _list.Skip((int)((asked.Number - 1) * size)).Take(size).ToList();
        return new Page<string>(page, _list.Count, asked.Number * size < _list.Count ? $"{asked.Number + 1}:{asked.Size}" : null);
    }

    private string New()
    {
        var item = $"m{_number++}";
        _cursors[item] = ++_row;
        return item;
    }
}
