using System.Net;
using AudienceTools.Contract.Tests.Support;
using AudienceTools.Core;
using AudienceTools.Core.Import;
using AudienceTools.Core.Reading;
using static AudienceTools.Contract.Tests.Support.ClientVerbs;

namespace AudienceTools.Contract.Tests;

/// <summary>The vendors publish how fast they may be asked: an import keeps to that, so that none of its requests is refused.</summary>
public sealed class RateLimitContractTests
{
    private const int Count = 10_000;

    [Theory]
    [InlineData(AudienceService.OliAI, 50)]
    [InlineData(AudienceService.Atoms, 2)]
    public async Task Ten_thousand_contacts_in_twenty_batches_provoke_no_refusal(AudienceService dialect, int times)
    {
        // Minutes of OliAI's limits are worth hurrying; Atoms' are of a second, and only a fast answer comes near them.
        await using var service = await Service.WithLimitsAsync(times);
        using var transport = new RecordingTransport();
        var client = service.Client(dialect, transport: transport);
        var path = service.File("contacts.csv");
        await File.WriteAllLinesAsync(path, ["phone,name", .. Enumerable.Range(0, Count).Select(static i => $"{Number(i)},Lead {i}")], Service.Cancel);

        await using var reader = ContactReaders.OpenFile(path, new ReaderOptions());
        var outcome = await new ContactImport(client, new ImportOptions { BatchSize = Count / 20, ThrottleLimit = 8 }, new ImportResults())
            .CreateAsync(new AudienceDefinition("Q1"), reader, Service.Cancel);

        Assert.Null(outcome.Failure);
        Assert.Equal((Count, Count), (outcome.Receipt.Received, outcome.Receipt.Added));
        Assert.DoesNotContain(HttpStatusCode.TooManyRequests, transport.Exchanges.Select(static exchange => exchange.Status));
        Assert.InRange(transport.Exchanges.Count(static exchange => exchange.Method == HttpMethod.Post), 20, 22);

        // The service's own API has no limits, so looking there takes no minutes.
        var (owner, own) = await service.LocallyAsync("Q1");
        Assert.Equal(Enumerable.Range(0, Count).Select(Number), (await owner.NumbersAsync(own)).Order(StringComparer.Ordinal));
    }
}
