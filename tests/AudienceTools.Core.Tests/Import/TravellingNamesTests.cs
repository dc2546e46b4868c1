using AudienceTools.Core.Dialects;
using AudienceTools.Core.Import;
using AudienceTools.Core.Reading;
using FsCheck;
using FsCheck.Fluent;

namespace AudienceTools.Core.Tests.Import;

/// <summary>Rows of one command that have different columns, or the same in another order.</summary>
public sealed class TravellingNamesTests
{
    private const string Phone = "phone";

    // In a row each cell holds the name of its column, and in what is expected the name that it travels under stands before.
    [Theory]
    [InlineData(AudienceService.Atoms, "姓名|城市|城市,姓名", "__=姓名|___2=城市|___2=城市,__=姓名")]
    [InlineData(AudienceService.Atoms, "E-mail 1,E-mail.1|E-mail.1,E-mail 1", "E_mail_1=E-mail 1,E_mail_1_2=E-mail.1|E_mail_1_2=E-mail.1,E_mail_1=E-mail 1")]
    [InlineData(AudienceService.Atoms, "E-mail 1|E-mail.1|E-mail 1", "E_mail_1=E-mail 1|E_mail_1_2=E-mail.1|E_mail_1=E-mail 1")]
    [InlineData(AudienceService.Atoms, "a_b|a b,a_b", "a_b=a_b|a_b_2=a b,a_b=a_b")]
    [InlineData(AudienceService.Atoms, "a b|a_b|a_b,a b", "a_b=a b|a_b_2=a_b|a_b_2=a_b,a_b=a b")]
    [InlineData(AudienceService.Atoms, "Mail,mail|mail,Mail", "Mail=Mail,mail=mail|mail=mail,Mail=Mail")]
    [InlineData(AudienceService.Atoms, "a b|phone Number|a b", "a_b=a b|phone_Number=phone Number|a_b=a b")]
    [InlineData(AudienceService.Atoms, " , x|Column2", "Column2= ,x= x|Column2_2=Column2")]
    [InlineData(AudienceService.OliAI, "Mail,mail|mail,Mail|mail|MAIL", "Mail=Mail,mail_2=mail|mail_2=mail,Mail=Mail|mail_2=mail|MAIL=MAIL")]
    [InlineData(AudienceService.CommBox, "Mail,mail|mail,Mail|Mail", "Mail=Mail,mail_2=mail|mail_2=mail,Mail=Mail|Mail=Mail")]
    [InlineData(AudienceService.CommBox, "City|city|City ", "City=City|city=city|City =City ")]
    [InlineData(AudienceService.CommBox, "City|city|City,city|city,City", "City=City|city=city|City=City,city_2=city|city_2=city,City=City")]
    [InlineData(AudienceService.CommBox, "City,City|City|mail_2|mail,Mail", "City=City,City_2=City|City=City|mail_2=mail_2|mail=mail,Mail_3=Mail")]
    public void A_column_travels_under_one_name_in_all_rows(AudienceService service, string rows, string sent) =>
        Assert.Equal(sent, Sent(service, new ImportOptions(), rows).Sent);

    [Fact]
    public void Each_new_name_is_told_once()
    {
        var told = Sent(AudienceService.Atoms, new ImportOptions(), "E-mail 1,E-mail.1|E-mail.1,E-mail 1|E_mail_1,E-mail 1|E-mail 1").Told;
        Assert.Equal(
            [
                "Columns travel under other names: 'E-mail 1' as 'E_mail_1', 'E-mail.1' as 'E_mail_1_2'.",
                "Columns travel under other names: 'E_mail_1' as 'E_mail_1_3'.",
            ],
            told);
    }

    [Theory]
    [InlineData("E-mail 1,E-mail.1|E-mail.1,E-mail 1", "Mail_x=E-mail 1,E_mail_1=E-mail.1|E_mail_1=E-mail.1,Mail_x=E-mail 1")]
    [InlineData("E-mail 1|E-MAIL 1|Mail_x,E-mail 1", "Mail_x=E-mail 1|Mail_x=E-MAIL 1|Mail_x_2=Mail_x,Mail_x=E-mail 1")]
    public void A_name_that_was_asked_for_is_kept_too(string rows, string sent)
    {
        var options = new ImportOptions { ColumnMap = new Dictionary<string, string>(StringComparer.Ordinal) { ["e-mail 1"] = "Mail x" } };
        Assert.Equal(sent, Sent(AudienceService.Atoms, options, rows).Sent);
    }

    [Fact]
    public void Two_columns_never_share_a_name_and_none_has_two()
    {
        var column = Gen.Elements("a b", "a-b", "a_b", "a_b_2", "a b 2", "é", "ü", "__", "_", "_ü");
        var rows = Gen.NonEmptyListOf(Gen.NonEmptyListOf(column).Select(static names => string.Join(',', names.Distinct())));
        Prop.ForAll(rows.ToArbitrary(), static rows =>
        {
            var pairs = Sent(AudienceService.Atoms, new ImportOptions(), string.Join('|', rows)).Sent.Split('|', ',').Distinct().ToList();
            return pairs.DistinctBy(static pair => pair.Split('=')[0]).Count() == pairs.Count
                && pairs.DistinctBy(static pair => pair.Split('=')[1]).Count() == pairs.Count;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));
    }

    [Fact]
    public async Task An_import_that_goes_on_names_columns_as_if_it_had_not_stopped()
    {
        using var imports = new Imports(AudienceService.Atoms);
        imports.Options = new ImportOptions { BatchSize = 5, ThrottleLimit = 1, CheckpointPath = imports.File("journal") };
        var audience = imports.Audience();
        List<SourceRow> rows = [.. Enumerable.Range(0, 10).Select(static i => Row(i, [i < 5 ? "E-mail 1" : "E-mail.1"]))];
        imports.Service.Intercept = static request => request.IsAdd && request.Numbers().Contains(Rows.Number(7)) ? new FakeAnswer(401, "{}") : null;
        Assert.Equal(5, (await imports.AddAsync(audience, rows)).Receipt.NotSent);
        imports.Observer.Results.Clear();
        imports.Service.Intercept = null;

        Assert.Null((await imports.AddAsync(audience, rows)).Failure);

        Assert.Equal(3, imports.Service.Adds.Count());
        var members = imports.Service.Only.Members.Values.Select(static member => member.ToJsonString()).ToList();
        Assert.Equal(5, members.Count(static member => member.Contains("\"E_mail_1\":\"E-mail 1\"", StringComparison.Ordinal)));
        Assert.Equal(5, members.Count(static member => member.Contains("\"E_mail_1_2\":\"E-mail.1\"", StringComparison.Ordinal)));
    }

    private static (string Sent, List<string> Told) Sent(AudienceService service, ImportOptions options, string rows)
    {
        var told = new List<string>();
        var dialect = KnownDialects.Of(service);
        var preparer = new ContactPreparer(options with { PhoneColumn = Phone }, dialect, dialect.PhoneColumn, told.Add);
        var sent = rows.Split('|').Select((names, index) => preparer.Prepare(Row(index, names.Split(','))).Contact!)
            .Select(static contact => string.Join(',', contact.Columns.Zip(contact.Values, static (name, value) => $"{name}={value}")));
        return (string.Join('|', sent), told);
    }

    private static SourceRow Row(int index, string[] columns) =>
        new(index + 2, new RowHeader([Phone, .. columns]), [Rows.Number(index), .. columns], null);
}
