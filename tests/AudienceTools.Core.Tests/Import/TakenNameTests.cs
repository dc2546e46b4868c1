using AudienceTools.Core.Import;
using AudienceTools.Core.Reading;
using AudienceTools.Core.Tests.TestTools;

namespace AudienceTools.Core.Tests.Import;

/// <summary>An import that creates an audience, where there is one of that name.</summary>
public sealed class TakenNameTests
{
    private static readonly AudienceDefinition s_definition = new("Q1");

    public static TheoryData<AudienceService> Services => [AudienceService.Local, AudienceService.Atoms];

    [Theory]
    [MemberData(nameof(Services))]
    public async Task It_ends_before_a_row_is_read_and_leaves_no_checkpoint(AudienceService service)
    {
        using var imports = new Imports(service);
        imports.Service.Create("Q1", "+14155550001");
        imports.Options = imports.Options with { CheckpointPath = imports.File("journal") };

        var exception = await Clients.FailsAsync(() => imports.CreateAsync(new UnreadReader()));

        Assert.Equal(AudienceErrorCode.AudienceExists, exception.Code);
        Assert.False(File.Exists(imports.File("journal")));
        Assert.All(imports.Service.Requests, static request => Assert.Equal("GET", request.Method));
    }

    [Theory]
    [MemberData(nameof(Services))]
    public async Task Discarding_a_checkpoint_keeps_it_until_the_name_was_looked_at(AudienceService service)
    {
        using var imports = new Imports(service);
        imports.Options = imports.Options with { CheckpointPath = imports.File("journal") };
        await imports.CreateAsync(new RowsReader(Rows.Good(20)));
        var before = await File.ReadAllBytesAsync(imports.File("journal"), Clients.Cancel);

        imports.Options = imports.Options with { DiscardCheckpoint = true };
        var exception = await Clients.FailsAsync(() => imports.CreateAsync(new UnreadReader()));

        Assert.Equal(AudienceErrorCode.AudienceExists, exception.Code);
        Assert.Equal(before, await File.ReadAllBytesAsync(imports.File("journal"), Clients.Cancel));
    }

    [Theory]
    [MemberData(nameof(Services))]
    public async Task It_goes_on_from_a_checkpoint_in_its_own_and_the_look_at_the_name_lets_it(AudienceService service)
    {
        using var imports = new Imports(service);
        imports.Options = imports.Options with { CheckpointPath = imports.File("journal") };
        await imports.CreateAsync(new RowsReader(Rows.Good(20)));
        var import = new ContactImport(imports.Client, imports.Options, imports.Observer);
        var reader = new RowsReader(Rows.Good(20));

        await import.CheckNameAsync(s_definition, reader, Clients.Cancel);
        var receipt = (await import.CreateAsync(s_definition, reader, Clients.Cancel)).Receipt;

        Assert.Equal(20, receipt.Added);
        Assert.Equal(20, imports.Service.Only.Members.Count);
    }

    [Fact]
    public async Task After_a_kill_one_that_had_the_name_before_is_not_taken_for_its_own()
    {
        using var imports = new Imports(AudienceService.Atoms);
        var theirs = imports.Service.Create("Q1", "+14155550001");
        imports.Options = imports.Options with { CheckpointPath = imports.File("journal") };
        var definition = s_definition with { AllowDuplicateName = true };
        var import = new ContactImport(imports.Client, imports.Options, imports.Observer);

        // Killed with the first line written, and nothing sent yet.
        imports.Service.Intercept = static request => request.Method == "POST" ? throw new InvalidOperationException("killed") : null;
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => import.CreateAsync(definition, new RowsReader(Rows.Good(20)), Clients.Cancel));
        imports.Service.Intercept = null;

        import = new ContactImport(imports.Client, imports.Options, imports.Observer);
        var outcome = await import.CreateAsync(definition, new RowsReader(Rows.Good(20)), Clients.Cancel);

        Assert.NotEqual(theirs.Id, outcome.Audience!.Id);
        Assert.Equal(20, outcome.Receipt.Added);
        Assert.Equal(["+14155550001"], theirs.Numbers);
    }

    [Theory]
    [MemberData(nameof(Services))]
    public async Task After_a_kill_before_the_create_one_that_has_the_name_by_now_is_no_other_than_before(AudienceService service)
    {
        using var imports = new Imports(service);
        imports.Options = imports.Options with { CheckpointPath = imports.File("journal") };
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => imports.CreateAsync(new RowsReader(Rows.Good(20)) { Before = static _ => throw new InvalidOperationException("killed") }));
        Assert.DoesNotContain(imports.Service.Requests, static request => request.Method == "POST");
        var theirs = imports.Service.Create("Q1");

        var exception = await Clients.FailsAsync(() => imports.CreateAsync(new RowsReader(Rows.Good(20))));

        Assert.Equal(AudienceErrorCode.AudienceExists, exception.Code);
        Assert.Empty(theirs.Members);
        imports.Service.Delete(theirs.Id);
        Assert.Equal(20, (await imports.CreateAsync(new RowsReader(Rows.Good(20)))).Receipt.Added);
    }

    [Theory]
    [InlineData(AudienceService.Local, true)]
    [InlineData(AudienceService.Atoms, true)]
    [InlineData(AudienceService.Atoms, false)]
    public async Task After_a_kill_before_the_answer_to_the_create_its_own_is_taken_and_no_other(AudienceService service, bool landed)
    {
        using var imports = new Imports(service);
        imports.Options = imports.Options with { CheckpointPath = imports.File("journal") };
        Action<FakeRequest> kill = static request =>
        {
            if (request.Method == "POST")
            {
                throw new InvalidOperationException("killed");
            }
        };
        imports.Service.Done = landed ? kill : null;
        imports.Service.Intercept = landed ? null : request =>
        {
            kill(request);
            return null;
        };
        await Assert.ThrowsAsync<InvalidOperationException>(() => imports.CreateAsync(new RowsReader(Rows.Good(20))));
        (imports.Service.Done, imports.Service.Intercept) = (null, null);
        if (!landed)
        {
            imports.Service.Create("Q1", Rows.Number(900));
        }

        var exception = await Record.ExceptionAsync(() => imports.CreateAsync(new RowsReader(Rows.Good(20))));

        Assert.Equal(landed ? null : AudienceErrorCode.AudienceExists, (exception as AudienceException)?.Code);
        Assert.Equal(landed ? 20 : 1, imports.Service.Only.Members.Count);
    }

    /// <summary>An input whose rows nobody must ask for.</summary>
    private sealed class UnreadReader : IContactReader
    {
        public string? SourceName => null;

        public long? TotalBytes => null;

        public long BytesRead => 0;

        public IAsyncEnumerable<IReadOnlyList<SourceRow>> ReadAsync(CancellationToken ct) =>
            throw new InvalidOperationException("It was read.");

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
