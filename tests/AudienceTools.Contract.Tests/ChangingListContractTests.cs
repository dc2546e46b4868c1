using AudienceTools.Contract.Tests.Support;
using AudienceTools.Core;
using AudienceTools.Core.Paging;

namespace AudienceTools.Contract.Tests;

/// <summary>
/// A second client removes and adds while a list is read, before requests and while they are under way: every member that is there all the
/// while comes once, on each service that lists.
/// </summary>
public sealed class ChangingListContractTests(Service service) : IClassFixture<Service>
{
    private const int Readings = 1_000;
    private const int PageSize = 7;

    [Theory]
    [InlineData(AudienceService.Local)]
    [InlineData(AudienceService.Atoms)]
    [InlineData(AudienceService.OliAI)]
    public async Task Whoever_is_there_all_the_while_comes_once(AudienceService dialect)
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        var second = service.Client(AudienceService.Local);
        var own = await second.CreateAsync();
        using var list = new ChangedAudience(second, own, random, firstNumber: 100_000 * ((int)dialect + 1));
        var client = service.SmallPages(dialect, PageSize, list.ChangeAsync);
        var audience = await client.FindAudienceAsync(own.Name, Service.Cancel);
        for (var reading = 0; reading < Readings; reading++)
        {
            await list.BeginAsync(random.Next(60));
            var observer = new WarningObserver();
            var got = new List<string>();
            await foreach (var page in client.Observed(observer).ListMembersAsync(audience.Id, new MemberQuery(), ListRange.All, Service.Cancel))
            {
                got.AddRange(page.Items.Select(static member => member.PhoneNumber!));
                await list.ChangeAsync();
            }

            var stayed = list.End();
            Assert.True(got.Count == got.Distinct(StringComparer.Ordinal).Count(), $"Seed {seed}, reading {reading}: some came twice.");
            Assert.True(stayed.SequenceEqual(got.Where(stayed.Contains)), $"Seed {seed}, reading {reading}: {stayed.Except(got).Count()} of {stayed.Count} did not come.");
            Assert.True(observer.Warnings.Count == 0, $"Seed {seed}, reading {reading}: {string.Join(' ', observer.Warnings)}");
        }
    }
}

/// <summary>An audience that a second client changes, by chance, while a first one reads it.</summary>
internal sealed class ChangedAudience(AudienceClient second, Audience audience, Random random, int firstNumber) : IDisposable
{
    private readonly SemaphoreSlim _oneAtATime = new(1);
    private readonly List<string> _members = [];
    private HashSet<string> _stayed = [];
    private double _changes;
    private int _number = firstNumber;
    private bool _isRead;

    /// <summary>Fills it up to so many members; from now on it changes.</summary>
    public async Task BeginAsync(int count)
    {
        await _oneAtATime.WaitAsync(Service.Cancel);
        await AddAsync(Math.Max(0, count - _members.Count));
        _stayed = [.. _members];
        _changes = random.NextDouble() * random.NextDouble();
        _isRead = true;
        _oneAtATime.Release();
    }

    /// <summary>Those who were there all the while, in order.</summary>
    public IReadOnlyList<string> End()
    {
        _isRead = false;
        return [.. _members.Where(_stayed.Contains)];
    }

    /// <summary>Changes it or not.</summary>
    public async Task ChangeAsync()
    {
        await _oneAtATime.WaitAsync(Service.Cancel);
        try
        {
            while (_isRead && random.NextDouble() < _changes)
            {
                if (random.Next(3) == 0 && _members.Count < 100)
                {
                    await AddAsync(random.Next(1, 5));
                }
                else if (_members.Count > 0)
                {
                    var from = random.Next(_members.Count);
                    var removed = _members[from..Math.Min(_members.Count, from + random.Next(1, random.Next(4) == 0 ? 15 : 4))];
                    _members.RemoveRange(from, removed.Count);
                    _stayed.ExceptWith(removed);
                    await second.RemoveNumbersAsync(audience.Id, removed, new(), Service.Cancel);
                }
            }
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    public void Dispose() => _oneAtATime.Dispose();

    private async Task AddAsync(int count)
    {
        if (count > 0)
        {
            var contacts = ClientVerbs.Contacts(_number, count);
            _number += count;
            await second.AddAsync(audience, contacts);
            _members.AddRange(contacts.Select(static contact => contact.PhoneNumber));
        }
    }
}
