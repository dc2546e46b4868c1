using System.Globalization;
using System.Text;
using AudienceTools.Contract.Tests.Support;
using AudienceTools.Core;
using AudienceTools.Core.Import;
using AudienceTools.Core.PhoneNumbers;
using AudienceTools.Core.Reading;
using static AudienceTools.Contract.Tests.Support.ClientVerbs;

namespace AudienceTools.Contract.Tests;

/// <summary>Files of 12,000 rows, from the disk to the members of an audience.</summary>
public sealed class ImportContractTests(Service service) : IClassFixture<Service>
{
    private const int LineCount = 12_000;

    [Theory]
    [InlineData(AudienceService.Local)]
    [InlineData(AudienceService.Atoms)]
    [InlineData(AudienceService.OliAI)]
    [InlineData(AudienceService.CommBox)]
    public async Task A_file_becomes_an_audience_and_its_rows_are_all_accounted_for(AudienceService dialect)
    {
        var client = service.Client(dialect);
        var path = service.File($"{dialect}.csv");
        var expected = Write(path, distinct: 9_800);
        var observer = new ImportResults();
        var options = new ImportOptions { FailurePath = path + ".failed.csv", CheckpointPath = path + ".journal" };

        ImportOutcome outcome;
        await using (var reader = ContactReaders.OpenFiles([path], new ReaderOptions()))
        {
            outcome = await new ContactImport(client, options, observer).CreateAsync(new AudienceDefinition($"Import {dialect}"), reader, Service.Cancel);
        }

        var receipt = outcome.Receipt;
        Assert.Null(outcome.Failure);
        Assert.Equal((LineCount, 9_800, 120, 120), (receipt.Received, receipt.Added, receipt.Invalid, receipt.Blank));
        Assert.Equal(LineCount - 9_800 - 240, receipt.DuplicateInInput);
        Assert.Equal((0, 9_800), (receipt.MemberCountBefore, receipt.MemberCountAfter));
        Assert.Equal(LineCount, observer.Rows.Distinct().Count());
        Assert.Equal(LineCount, observer.Rows.Count);
        Assert.Equal(121, (await File.ReadAllLinesAsync(options.FailurePath, Service.Cancel)).Length);
        Assert.Empty(observer.Warnings);

        // CommBox doesn't show its members; the service's own API does.
        var (owner, own) = await service.LocallyAsync(outcome.Audience!.Name);
        var members = await owner.MembersAsync(own);
        Assert.Equal(
            expected.OrderBy(static pair => pair.Key, StringComparer.Ordinal).Select(static pair => $"{pair.Key} {pair.Value}"),
            members.Select(static member => $"{member.PhoneNumber} {member.GetColumn("City")}").Order(StringComparer.Ordinal));

        // The same command again, however often: nothing is sent, the account is the same, and so is the checkpoint.
        var checkpoint = await File.ReadAllBytesAsync(options.CheckpointPath, Service.Cancel);
        for (var i = 0; i < 2; i++)
        {
            await using var again = ContactReaders.OpenFiles([path], new ReaderOptions());
            var repeated = await new ContactImport(client, options, new ImportResults()).CreateAsync(new AudienceDefinition($"Import {dialect}"), again, Service.Cancel);
            Assert.Equal((9_800, 120, outcome.Audience!.Id), (repeated.Receipt.Added, repeated.Receipt.Invalid, repeated.Receipt.AudienceId));
            Assert.InRange(repeated.Receipt.Requests, 1, 2);
        }

        Assert.Equal(checkpoint, await File.ReadAllBytesAsync(options.CheckpointPath, Service.Cancel));
    }

    [Theory]
    [InlineData(AudienceService.Local)]
    [InlineData(AudienceService.Atoms)]
    [InlineData(AudienceService.OliAI)]
    public async Task Rows_that_are_members_already_are_told_one_by_one(AudienceService dialect)
    {
        var client = service.Client(dialect);
        var audience = await client.CreateAsync(new AudienceDefinition($"Known {dialect}"));
        await client.AddAsync(audience, [.. Enumerable.Range(0, 3_000).Where(static i => i % 3 == 0).Select(static i => Contact(i))]);
        var path = service.File($"known-{dialect}.csv");
        await File.WriteAllLinesAsync(path, ["phone", .. Enumerable.Range(0, 3_000).Select(Number)], Service.Cancel);
        var observer = new ImportResults();

        await using var reader = ContactReaders.OpenFile(path, new ReaderOptions());
        var receipt = (await new ContactImport(client, new ImportOptions(), observer).AddAsync(audience, reader, Service.Cancel)).Receipt;

        Assert.Equal((2_000, 1_000), (receipt.Added, receipt.AlreadyMember));
        Assert.Equal(
            Enumerable.Range(0, 3_000).Where(static i => i % 3 == 0).Select(static i => i + 2L), observer.RowsOf(AudienceContactState.AlreadyMember).Order());
    }

    [Fact]
    public async Task More_contacts_than_Atoms_takes_make_no_audience()
    {
        var client = service.Client(AudienceService.Atoms);
        var path = service.File("too-many.csv");
        Write(path, distinct: 10_001);

        await using var reader = ContactReaders.OpenFile(path, new ReaderOptions());
        var exception = await FailsAsync(() => new ContactImport(client, new ImportOptions(), new ImportResults())
            .CreateAsync(new AudienceDefinition("Too many"), reader, Service.Cancel));

        Assert.Equal(AudienceErrorCode.LimitExceeded, exception.Code);
        Assert.Equal(AudienceErrorCode.AudienceNotFound, (await FailsAsync(() => client.FindAudienceAsync("Too many", Service.Cancel))).Code);
    }

    // 120 blank rows, 120 that can't be used, and of the rest those beyond the distinct ones are doubles of the first.
    private static Dictionary<string, string> Write(string path, int distinct)
    {
        var expected = new Dictionary<string, string>(StringComparer.Ordinal);
        var text = new StringBuilder("Phone number,City\r\n");
        for (int line = 0, good = 0; line < LineCount; line++)
        {
            switch (line % 100)
            {
                case 7:
                    text.Append(",\r\n");
                    break;
                case 8:
                    text.Append("n/a,\"Pune, \"\"MH\"\"\"\r\n");
                    break;
                default:
                    var number = Number(good++ % distinct);
                    text.Append(CultureInfo.InvariantCulture, $"{number},City {line}\r\n");
                    expected.TryAdd(number, $"City {line}");
                    break;
            }
        }

        File.WriteAllText(path, text.ToString());
        return expected;
    }
}
