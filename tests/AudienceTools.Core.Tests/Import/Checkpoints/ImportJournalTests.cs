using AudienceTools.Core.Import;
using AudienceTools.Core.Import.Checkpoints;
using AudienceTools.Core.Import.Sending;
using AudienceTools.Core.Tests.TestTools;

namespace AudienceTools.Core.Tests.Import.Checkpoints;

public sealed class ImportJournalTests : IDisposable
{
    private static readonly DateTimeOffset s_now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly JournalSettings s_settings = new(
        AudienceService.Atoms, "https://api.smallest.ai/atoms/v1/", "a1", false, "Mobile", "a=b", 44, 500, 4_000_000, "leads.csv (12 bytes)");

    private readonly string _folder = Directory.CreateTempSubdirectory("audience-journal-").FullName;

    private string JournalPath => Path.Combine(_folder, "journal");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_was_acknowledged_is_known_to_the_next_run()
    {
        var batch = Batch(1);
        var outcome = new AddedContacts(1, 0, [new RejectedContact(1, "Bad", "It is bad.")], 5) { Known = [] };
        string job;
        using (var journal = Begin(s_settings))
        {
            Assert.False(journal.Resumed);
            journal.Open("a1", 7);
            journal.Acknowledge(batch, outcome);
            job = journal.Job;
        }

        using var again = Begin(s_settings);
        Assert.Equal((true, job, "a1", 7L, 1, null), (again.Resumed, again.Job, again.AudienceId, again.MembersBefore, again.Acknowledged, again.Finished));
        Assert.Equivalent(outcome, again.OutcomeOf(batch), strict: true);
        Assert.Null(again.OutcomeOf(Batch(2)));
    }

    [Fact]
    public void Another_batch_under_the_number_of_one_that_was_sent_is_refused_by_its_rows()
    {
        using (var journal = Begin(s_settings))
        {
            journal.Acknowledge(Batch(1), new AddedContacts(1, 0, [], null));
        }

        using var again = Begin(s_settings);
        var exception = Assert.Throws<AudienceException>(() => again.OutcomeOf(Batch(1, city: "Goa")));
        Assert.Equal(AudienceErrorCode.CheckpointMismatch, exception.Code);
        Assert.Contains("the rows from 2 to 3 are not those that were sent", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_batch_that_a_finished_job_had_not_is_refused_rather_than_sent()
    {
        using (var journal = Begin(s_settings))
        {
            journal.Acknowledge(Batch(1), new AddedContacts(2, 0, [], null));
            journal.Finish(s_now);
        }

        using var again = Begin(s_settings);
        Assert.NotNull(again.OutcomeOf(Batch(1)));
        var exception = Assert.Throws<AudienceException>(() => again.OutcomeOf(Batch(2)));
        Assert.Equal(AudienceErrorCode.CheckpointMismatch, exception.Code);
        Assert.Contains("finished, and the rows from 2 to 3 were not in it. Nothing was sent", exception.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string, string> OtherSettings => new()
    {
        { nameof(JournalSettings.Service), "Service was 'Atoms' and is 'Local'" },
        { nameof(JournalSettings.Address), "Address was 'https://api.smallest.ai/atoms/v1/' and is ''" },
        { nameof(JournalSettings.Audience), "Audience was 'a1' and is 'a2'" },
        { nameof(JournalSettings.Creates), "Creates was 'False' and is 'True'" },
        { nameof(JournalSettings.PhoneColumn), "PhoneColumn was 'Mobile' and is ''" },
        { nameof(JournalSettings.ColumnMap), "ColumnMap was 'a=b' and is 'a=c'" },
        { nameof(JournalSettings.DefaultCountry), "DefaultCountry was '44' and is '91'" },
        { nameof(JournalSettings.CountryCodeColumn), "CountryCodeColumn was '' and is 'phone_code'" },
        { nameof(JournalSettings.BatchRows), "BatchRows was '500' and is '400'" },
        { nameof(JournalSettings.BatchBytes), "BatchBytes was '4000000' and is '1000'" },
        { nameof(JournalSettings.Input), "Input was 'leads.csv (12 bytes)' and is 'more.csv (12 bytes)'" },
    };

    [Theory]
    [MemberData(nameof(OtherSettings))]
    public void A_journal_of_another_job_is_refused_with_what_differs(string setting, string difference)
    {
        Begin(s_settings).Dispose();
        var before = File.ReadAllBytes(JournalPath);

        var exception = Assert.Throws<AudienceException>(() => Begin(Other(setting)));

        Assert.Equal((AudienceErrorCode.CheckpointMismatch, JournalPath), (exception.Code, exception.Target));
        Assert.Contains(difference, exception.Message, StringComparison.Ordinal);
        Assert.Contains("-DiscardCheckpoint", exception.Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(JournalPath));
    }

    [Fact]
    public void Every_setting_is_compared() =>
        Assert.Equal(
            typeof(JournalSettings).GetProperties().Where(static property => property.CanWrite).Select(static property => property.Name).Order(),
            OtherSettings.Select(static row => row.Data.Item1).Order());

    [Fact]
    public void Where_it_is_to_be_discarded_a_journal_of_another_job_is_thrown_away()
    {
        using (var journal = Begin(s_settings))
        {
            journal.Acknowledge(Batch(1), new AddedContacts(1, 0, [], null));
        }

        using var anew = Begin(Other(nameof(JournalSettings.Audience)), discards: true);
        Assert.Equal((false, 0), (anew.Resumed, anew.Acknowledged));
    }

    [Theory]
    [InlineData("hello")]
    [InlineData("phone,City\n+14155550100,Pune\n")]
    [InlineData("{\"a\":1}")]
    [InlineData("{\"a\":1}\n{\"a\":2}")]
    [InlineData("{}\n")]
    [InlineData("null\n")]
    [InlineData("\n\n")]
    public void A_file_that_is_no_journal_is_refused_and_left_as_it_is(string text)
    {
        File.WriteAllText(JournalPath, text);

        var exception = Assert.Throws<AudienceException>(() => Begin(s_settings));

        Assert.Equal(AudienceErrorCode.CheckpointMismatch, exception.Code);
        Assert.Equal(text, File.ReadAllText(JournalPath));
    }

    [Fact]
    public void Where_it_is_to_be_discarded_a_damaged_journal_is_thrown_away_as_the_message_says()
    {
        Begin(s_settings).Dispose();
        File.AppendAllText(JournalPath, "{\"batch\":\n");
        Assert.Contains("-DiscardCheckpoint", Assert.Throws<AudienceException>(() => Begin(s_settings)).Message, StringComparison.Ordinal);

        using var anew = Begin(s_settings, discards: true);
        Assert.False(anew.Resumed);
    }

    [Fact]
    public void Who_had_the_name_before_is_known_to_the_next_run()
    {
        Begin(s_settings, namesakes: new Namesakes(["a7"], IsWhole: true)).Dispose();

        using (var again = Begin(s_settings))
        {
            Assert.Equal(["a7"], again.Namesakes!.Ids);
            Assert.True(again.Namesakes.IsWhole);
        }

        Begin(s_settings, namesakes: new Namesakes(["a7", "a8"], IsWhole: false)).Dispose();
        using var last = Begin(s_settings);
        Assert.Equal(["a7", "a8"], last.Namesakes!.Ids);
        Assert.False(last.Namesakes.IsWhole);
    }

    [Fact]
    public void Whether_an_audience_may_have_been_created_is_told_without_a_change()
    {
        Assert.False(ImportJournal.MayHaveCreated(JournalPath, s_settings));
        Assert.False(File.Exists(JournalPath));

        Begin(s_settings).Dispose();
        Assert.False(ImportJournal.MayHaveCreated(JournalPath, s_settings));
        using (var journal = Begin(s_settings))
        {
            journal.Create(s_now);
        }

        File.AppendAllText(JournalPath, "{\"batch\":1,\"fin");
        var before = File.ReadAllBytes(JournalPath);

        Assert.True(ImportJournal.MayHaveCreated(JournalPath, s_settings));
        Assert.Throws<AudienceException>(() => ImportJournal.MayHaveCreated(JournalPath, Other(nameof(JournalSettings.Audience))));
        Assert.Equal(before, File.ReadAllBytes(JournalPath));
    }

    [Fact]
    public void One_whose_first_line_was_torn_is_none_to_go_on_with()
    {
        File.WriteAllText(JournalPath, "{\"job\":\"0123");

        Assert.False(ImportJournal.MayHaveCreated(JournalPath, s_settings));
    }

    [Fact]
    public void A_journal_that_another_import_has_open_is_refused()
    {
        using var journal = Begin(s_settings);
        Assert.Equal(AudienceErrorCode.FileNotWritable, Assert.Throws<AudienceException>(() => Begin(s_settings)).Code);
    }

    [Fact]
    public void A_journal_holds_no_contact()
    {
        using (var journal = Begin(s_settings))
        {
            journal.Acknowledge(Batch(1), new AddedContacts(2, 0, [], null));
        }

        var text = File.ReadAllText(JournalPath);
        Assert.DoesNotContain("4155550", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Pune", text, StringComparison.Ordinal);
    }

    private static JournalSettings Other(string setting) => setting switch
    {
        nameof(JournalSettings.Service) => s_settings with { Service = AudienceService.Local },
        nameof(JournalSettings.Address) => s_settings with { Address = null },
        nameof(JournalSettings.Audience) => s_settings with { Audience = "a2" },
        nameof(JournalSettings.Creates) => s_settings with { Creates = true },
        nameof(JournalSettings.PhoneColumn) => s_settings with { PhoneColumn = null },
        nameof(JournalSettings.ColumnMap) => s_settings with { ColumnMap = "a=c" },
        nameof(JournalSettings.DefaultCountry) => s_settings with { DefaultCountry = 91 },
        nameof(JournalSettings.CountryCodeColumn) => s_settings with { CountryCodeColumn = "phone_code" },
        nameof(JournalSettings.BatchRows) => s_settings with { BatchRows = 400 },
        nameof(JournalSettings.BatchBytes) => s_settings with { BatchBytes = 1000 },
        _ => s_settings with { Input = "more.csv (12 bytes)" },
    };

    private static ContactBatch Batch(int number, string city = "Pune") => new(
        number,
        [.. Rows.Good(2).Select(row => new PreparedRow(
            row, null, AudienceContactState.Valid, Clients.Contact(row.Values[0]!, ("City", city))))],
        "key");

    private ImportJournal Begin(JournalSettings settings, bool discards = false, Namesakes? namesakes = null) =>
        ImportJournal.Open(JournalPath, settings, discards, namesakes, s_now);
}
