using System.Globalization;
using System.Net;
using AudienceTools.Core.Members;
using AudienceTools.Core.Tests.TestTools;

namespace AudienceTools.Core.Tests.Members;

/// <summary>What a service says of a removal, held against how many members it says there are.</summary>
public sealed class RemovalAnswerTests
{
    private static readonly Audience Audience = new() { Id = "a1", Name = "Q1" };
    private static readonly string[] Three = ["m1", "m2", "m3"];

    [Theory]
    [InlineData(3, 10L, 7L, 3, 0, 0, false)]
    [InlineData(2, 10L, 8L, 2, 1, 0, false)]
    [InlineData(3, 10L, 10L, 3, 0, 0, true)]
    [InlineData(0, 10L, 7L, 3, 0, 0, true)]
    [InlineData(3, 10L, 12L, 3, 0, 0, true)]
    [InlineData(5, 10L, 5L, 3, 0, 0, true)]
    [InlineData(3, null, null, 3, 0, 0, false)]
    [InlineData(null, 10L, 8L, 2, 1, 0, false)]
    [InlineData(null, 10L, 10L, 0, 3, 0, false)]
    [InlineData(null, 10L, 6L, 3, 0, 0, true)]
    [InlineData(null, 10L, 12L, 0, 0, 3, true)]
    [InlineData(null, 10L, null, 0, 0, 3, false)]
    public async Task An_answer_and_a_count_that_disagree_are_told(
        int? told, long? before, long? after, int removed, int notMembers, int unknown, bool warned)
    {
        var observer = new RecordingObserver();
        using var client = Clients.Of(AudienceService.Atoms, Counted(before), Removed(told), Counted(after));

        var receipt = (await RemoveAsync(client, observer)).Receipt;

        Assert.Equal((removed, notMembers, unknown), (receipt.Removed, receipt.NotMember, receipt.Unknown));
        Assert.Equal((3, unknown == 0), (receipt.Requested, receipt.Succeeded));
        Assert.Equal(warned ? 1 : 0, observer.Warnings.Count);
        Assert.All(observer.Warnings, static warning => Assert.StartsWith("Atoms ", warning, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_number_of_members_that_the_answer_tells_and_the_audience_does_not_have_is_told()
    {
        var observer = new RecordingObserver();
        using var client = Clients.Of(
            AudienceService.OliAI,
            Replies.Json("""{"id":"a1","name":"Q1","contactCount":10}"""),
            Replies.Json("""{"contactCount":7}"""),
            Replies.Json("""{"id":"a1","name":"Q1","contactCount":9}"""));

        var receipt = (await RemoveAsync(client, observer)).Receipt;

        Assert.Equal((0, 0, 3), (receipt.Removed, receipt.NotMember, receipt.Unknown));
        Assert.False(receipt.Succeeded);
        Assert.Contains("spoke of 7 members after the last removal, and then of 9", Assert.Single(observer.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(AudienceService.Atoms, true)]
    [InlineData(AudienceService.Atoms, false)]
    [InlineData(AudienceService.OliAI, true)]
    [InlineData(AudienceService.Local, true)]
    public async Task An_audience_that_is_gone_meanwhile_is_an_error(AudienceService service, bool takesRemoval)
    {
        using var client = Clients.Of(
            service,
            Replies.Json("""{"id":"a1","name":"Q1","contactCount":10,"total":10,"data":X}""".Replace(
                "X", service == AudienceService.Atoms ? """{"members":[],"totalCount":10,"hasMore":false}""" : "[]", StringComparison.Ordinal)),
            takesRemoval ? Replies.Json("""{"status":true,"data":{"deletedCount":0},"removed":0,"contactCount":0}""") : Gone(),
            Gone());

        var outcome = await RemoveAsync(client, new RecordingObserver());

        var gone = Assert.IsType<AudienceException>(outcome.Failure);
        Assert.Equal((AudienceErrorCode.AudienceNotFound, "a1"), (gone.Code, gone.Target));
        Assert.NotNull(outcome.Receipt.StoppedBecause);
        Assert.False(outcome.Receipt.Succeeded);
        Assert.Equal(3, outcome.Receipt.Requested);
    }

    [Fact]
    public async Task A_count_that_can_not_be_had_afterwards_does_not_make_a_removal_fail()
    {
        using var client = Clients.Of(AudienceService.Atoms, Counted(10), Removed(3), Replies.Status(403));

        var outcome = await RemoveAsync(client, new RecordingObserver());

        Assert.Null(outcome.Failure);
        Assert.Equal((3, null), (outcome.Receipt.Removed, outcome.Receipt.MemberCountAfter));
    }

    private static Reply Gone() => Replies.Json("""{"status":false,"errors":["Audience not found"]}""", HttpStatusCode.NotFound);

    private static Reply Counted(long? members) => Replies.Json(
        $$$"""{"status":true,"data":{"members":[],"totalCount":{{{members?.ToString(CultureInfo.InvariantCulture) ?? "null"}}},"hasMore":false}}""");

    private static Reply Removed(int? told) => Replies.Json(
        $$$"""{"status":true,"data":{"deletedCount":{{{told?.ToString(CultureInfo.InvariantCulture) ?? "null"}}}}}""");

    private static Task<RemovalOutcome> RemoveAsync(AudienceClient client, RecordingObserver observer) =>
        new ContactRemoval(client.Observed(observer), Audience).RemoveAsync(Three, [], Clients.Cancel);
}
