using AudienceTools.Core.Dialects;
using AudienceTools.Core.Import;
using AudienceTools.Core.Import.Sending;
using AudienceTools.Core.Tests.TestTools;

namespace AudienceTools.Core.Tests.Import.Sending;

public sealed class BatchBuilderTests
{
    [Fact]
    public void A_batch_is_full_by_rows_when_the_next_row_comes()
    {
        var builder = new BatchBuilder(mostRows: 2, mostBytes: int.MaxValue, job: "job");

        Assert.Null(builder.Add(Row(0)));
        Assert.Null(builder.Add(Row(1)));
        var first = builder.Add(Row(2))!;
        var second = builder.Flush()!;

        Assert.Equal([0, 1], Indexes(first));
        Assert.Equal([2], Indexes(second));
        Assert.Equal((1, "job-1", 2, "job-2"), (first.Number, first.IdempotencyKey, second.Number, second.IdempotencyKey));
        Assert.Null(builder.Flush());
    }

    [Fact]
    public void A_batch_is_full_by_bytes_before_the_row_that_would_not_fit()
    {
        // Each row has 12 characters of number, and a column of 1 + 6 + 81 bytes: the é is two.
        var builder = new BatchBuilder(mostRows: 100, mostBytes: 200, job: "job");
        var value = "é" + new string('x', 79);

        Assert.Null(builder.Add(Row(0, value)));
        Assert.Null(builder.Add(Row(1, value)));
        Assert.Equal([0, 1], Indexes(builder.Add(Row(2, value))!));
    }

    [Fact]
    public void A_row_beyond_the_bytes_goes_by_itself()
    {
        var builder = new BatchBuilder(mostRows: 100, mostBytes: 50, job: "job");

        Assert.Null(builder.Add(Row(0, new string('x', 500))));
        Assert.Equal([0], Indexes(builder.Add(Row(1))!));
        Assert.Equal([1], Indexes(builder.Flush()!));
    }

    [Fact]
    public void The_estimate_of_bytes_is_near_what_is_sent()
    {
        var (rows, _) = Rows.Mixed(1, 500);
        var builder = new BatchBuilder(mostRows: int.MaxValue, mostBytes: 4_000, job: "job");
        var batches = rows.Select((row, index) => builder.Add(Row(index, row.Values[1]))).OfType<ContactBatch>().ToList();

        var dialect = new AtomsDialect();
        Assert.All(batches, batch =>
        {
            var call = dialect.AddContacts(new Audience { Id = "a1", Name = "Q1", Service = nameof(AudienceService.Atoms) }, [.. batch.Contacts], "key");
            Assert.InRange(call.Body!.Headers.ContentLength!.Value, 3_000, 8_000);
        });
    }

    [Theory]
    [InlineData('"')]
    [InlineData('\\')]
    [InlineData('\u0001')]
    [InlineData('é')]
    public void What_must_be_escaped_counts_as_what_is_sent(char character)
    {
        var builder = new BatchBuilder(mostRows: int.MaxValue, mostBytes: 4_000, job: "job");
        var value = new string(character, 500);
        var batch = Enumerable.Range(0, 20).Select(index => builder.Add(Row(index, value))).OfType<ContactBatch>().First();

        Contact[] contacts = [.. batch.Contacts];
        var audience = new Audience { Id = "a1", Name = "Q1", Service = nameof(AudienceService.Atoms) };
        using var added = new AtomsDialect().AddContacts(audience, contacts, "key").Body!;
        using var created = new AtomsDialect().CreateAudience(new AudienceDefinition("Q1") { Contacts = contacts }, "key").Body!;
        Assert.InRange(added.Headers.ContentLength!.Value, 1, 4_500);
        Assert.InRange(created.Headers.ContentLength!.Value, 1, 5_000);
    }

    [Fact]
    public void The_halves_of_a_batch_have_keys_of_their_own_that_are_the_same_each_time()
    {
        var batch = new ContactBatch(3, [Row(0), Row(1), Row(2)], "job-3");

        var (first, second) = batch.Halved();

        Assert.Equal([0], Indexes(first));
        Assert.Equal("job-3a", first.IdempotencyKey);
        Assert.Equal([1, 2], Indexes(second));
        Assert.Equal("job-3b", second.IdempotencyKey);
        Assert.Equal("job-3ba", second.Halved().First.IdempotencyKey);
    }

    [Fact]
    public void A_fingerprint_tells_numbers_names_values_and_their_order_apart()
    {
        var batches = new[]
        {
            Of(("City", "Pune"), ("Note", "x")),
            Of(("City", "Pune"), ("Note", "y")),
            Of(("City", "Pune"), ("Nota", "x")),
            Of(("Note", "x"), ("City", "Pune")),
            Of(("City", "Pune"), ("Note", null)),
            Of(("City", "Pune"), ("Note", "")),
            Of(("City", "Pun"), ("eNote", "x")),
            Of(),
        };

        Assert.Equal(batches.Length, batches.Select(static batch => batch.Fingerprint()).Distinct().Count());
        Assert.Equal(batches[0].Fingerprint(), Of(("City", "Pune"), ("Note", "x")).Fingerprint());

        static ContactBatch Of(params (string, string?)[] columns) => new(
            1, [new PreparedRow(Rows.Row(0, null, null), null, AudienceContactState.Valid, Clients.Contact("+14155550100", columns))], "key");
    }

    private static PreparedRow Row(int index, string? value = null) => new(
        Rows.Row(index, null, null), null, AudienceContactState.Valid, Clients.Contact(Rows.Number(index), ("x", value)));

    private static IEnumerable<int> Indexes(ContactBatch batch) => [.. batch.Rows.Select(static row => (int)row.Source.RowNumber - 2)];
}
