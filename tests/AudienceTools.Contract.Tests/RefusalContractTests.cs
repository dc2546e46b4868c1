using System.Net;
using AudienceTools.Contract.Tests.Support;
using AudienceTools.Core;
using AudienceTools.Core.Dialects;
using AudienceTools.Core.Import;
using AudienceTools.Core.Members;
using AudienceTools.Core.Reading;
using static AudienceTools.Contract.Tests.Support.ClientVerbs;

namespace AudienceTools.Contract.Tests;

/// <summary>What is refused in the same way by every operation of every service, here or over there.</summary>
public sealed class RefusalContractTests(Service service) : IClassFixture<Service>
{
    private static readonly string[] NoIds =
    [
        "", " ", ".", "..", "../../x", "%2e%2e", "%2f", "a/b", "a\\b", "a?b", "a#b", "' or 1=1", "a\nb", "a\0", "ä", "\u0661",
    ];

    private static readonly string[] FindsNothing =
        [nameof(ServiceOperation.GetAudience), nameof(ServiceOperation.UpdateAudience), nameof(ServiceOperation.DeleteAudience)];

    public static TheoryData<AudienceService, string> Had => OperationCalls.Pairs(has: true);

    public static TheoryData<AudienceService, string> Lacking => OperationCalls.Pairs(has: false);

    public static TheoryData<AudienceService, string> OfAnAudience => OperationCalls.Pairs(
        has: true,
        ServiceOperation.ListAudiences,
        ServiceOperation.CreateAudience,
        ServiceOperation.NameIdentifierColumn,
        ServiceOperation.DeleteContacts);

    [Theory]
    [MemberData(nameof(Lacking))]
    public async Task What_a_service_lacks_is_refused_with_nothing_sent(AudienceService dialect, string operation)
    {
        using var transport = new RecordingTransport();
        var client = service.Client(dialect, transport: transport);

        var exception = await FailsWithAsync(
            AudienceErrorCode.NotSupportedByService, () => client.CallAsync(operation, new Audience { Id = "312345", Name = "Q1" }));

        Assert.StartsWith($"{dialect} has no way to ", exception.Message, StringComparison.Ordinal);
        Assert.Empty(transport.Exchanges);
    }

    [Theory]
    [InlineData(AudienceService.CommBox, nameof(ServiceOperation.AddContacts))]
    [InlineData(AudienceService.CommBox, nameof(ServiceOperation.AddContactIds))]
    [InlineData(AudienceService.CommBox, nameof(ServiceOperation.RemoveMembers))]
    [InlineData(AudienceService.Atoms, nameof(ServiceOperation.AddContactIds))]
    [InlineData(AudienceService.Atoms, nameof(ServiceOperation.ReplaceMembers))]
    [InlineData(AudienceService.OliAI, nameof(ServiceOperation.ReplaceMembers))]
    public async Task A_job_that_a_service_has_no_operation_for_does_not_begin(AudienceService dialect, string operation)
    {
        using var transport = new RecordingTransport();
        var client = service.Client(dialect, transport: transport);
        var audience = new Audience { Id = "312345", Name = "Q1", Service = dialect.ToString() };
        var path = service.File($"{dialect}-{operation}.csv");
        await File.WriteAllLinesAsync(path, ["phone", Number(0)], Service.Cancel);
        await using var reader = ContactReaders.OpenFile(path, new ReaderOptions());
        var import = new ContactImport(client, new ImportOptions(), new ImportResults());

        await FailsWithAsync(AudienceErrorCode.NotSupportedByService, () => Enum.Parse<ServiceOperation>(operation) switch
        {
            ServiceOperation.AddContacts => import.AddAsync(audience, reader, Service.Cancel),
            ServiceOperation.ReplaceMembers => import.ReplaceAsync(audience, reader, static (_, _) => Task.FromResult(true), Service.Cancel),
            ServiceOperation.AddContactIds => new ContactIdImport(client, audience).AddAsync(["c1"], Service.Cancel),
            _ => new ContactRemoval(client, audience).RemoveAsync(["c1"], [], Service.Cancel),
        });

        Assert.Empty(transport.Exchanges);
    }

    [Theory]
    [MemberData(nameof(Had))]
    public async Task A_wrong_key_is_refused_and_not_repeated(AudienceService dialect, string operation)
    {
        var audience = await service.Client(dialect).CreateAsync();
        using var transport = new RecordingTransport();
        var stranger = service.Client(dialect, key: "test-key-wrong", transport);

        var exception = await FailsWithAsync(AudienceErrorCode.NotAuthenticated, () => stranger.CallAsync(operation, audience));

        Assert.Equal((HttpStatusCode.Unauthorized, 1), (exception.StatusCode, exception.Attempts));
        Assert.Single(transport.Exchanges);
        Assert.DoesNotContain("test-key-wrong", exception.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(OfAnAudience))]
    public async Task An_id_that_can_be_none_is_never_sent(AudienceService dialect, string operation)
    {
        using var transport = new RecordingTransport();
        var client = service.Client(dialect, transport: transport);

        foreach (var id in NoIds)
        {
            await FailsWithAsync(
                AudienceErrorCode.InvalidId, () => client.CallAsync(operation, new Audience { Id = id, Name = "Q1", Service = dialect.ToString() }));
        }

        Assert.Empty(transport.Exchanges);
    }

    [Theory]
    [MemberData(nameof(OfAnAudience))]
    public async Task An_audience_that_is_gone_is_told(AudienceService dialect, string operation)
    {
        var client = service.Client(dialect);
        var gone = await client.CreateAsync();
        var (owner, own) = await service.LocallyAsync(gone.Name);
        await owner.DeleteAudienceAsync(own.Id, Service.Cancel);
        var expected = FindsNothing.Contains(operation) ? AudienceErrorCode.AudienceNotFound : AudienceErrorCode.NotFound;

        foreach (var id in (string[])[gone.Id, "aud_0000000000", "000000000000000000000000", "1", "-1"])
        {
            await FailsWithAsync(expected, () => client.CallAsync(operation, gone with { Id = id }));
        }

        await FailsWithAsync(AudienceErrorCode.AudienceNotFound, () => client.FindAudienceAsync(gone.Name, Service.Cancel));
    }
}
