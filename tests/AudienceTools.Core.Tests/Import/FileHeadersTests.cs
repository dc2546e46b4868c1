using System.Text;
using AudienceTools.Core.Import;
using AudienceTools.Core.PhoneNumbers;
using AudienceTools.Core.Reading;
using AudienceTools.Core.Tests.Reading;
using AudienceTools.Core.Tests.Reading.Workbooks;
using AudienceTools.Core.Tests.TestTools;

namespace AudienceTools.Core.Tests.Import;

/// <summary>The headers of several files, which are looked at before a row of the first is sent.</summary>
public sealed class FileHeadersTests
{
    private const string Good = "name,phone\nAnn,+442079460901\nBob,+442079460902\n";
    private static readonly ImportOptions s_plain = new();

    [Theory]
    [InlineData("+442079460903", AudienceErrorCode.MissingHeader, "-Header")]
    [InlineData("+442079460903\n+442079460904\n", AudienceErrorCode.MissingHeader, "-Header")]
    [InlineData("Leads of March\n\nname,phone,city\nCy,+442079460903,York\n", AudienceErrorCode.MissingHeader, "-HeaderRow 3")]
    [InlineData("name,city\nCy,York\n", AudienceErrorCode.NoPhoneColumn, "'name', 'city'")]
    [InlineData("name;phone;mobile\nCy;+442079460903;\n", AudienceErrorCode.AmbiguousPhoneColumn, "'phone', 'mobile'")]
    [InlineData("name^phone\nCy^+442079460903\n", AudienceErrorCode.NoPhoneColumn, "'name^phone'")]
    [InlineData("\n \n", AudienceErrorCode.EmptyInput, "nothing in it")]
    [InlineData("name,\"phone\nCy,+442079460903\n", AudienceErrorCode.DamagedFile, "quote")]
    public async Task A_later_file_without_a_header_is_an_error_that_names_it_and_nothing_is_sent(string text, AudienceErrorCode code, string says)
    {
        using var later = new Input(Encoding.UTF8.GetBytes(text));
        var error = await FailsAsync(later, new ReaderOptions(), s_plain);
        Assert.Equal(code, error.Code);
        Assert.Contains($"'{Path.GetFileName(later.Path)}'", error.Message, StringComparison.Ordinal);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("7946", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_later_file_without_a_column_that_was_named_is_an_error_that_names_it()
    {
        using var later = new Input("Telephone,Land\n+442079460903,GB\n"u8.ToArray());
        var name = $"'{Path.GetFileName(later.Path)}'";
        foreach (var options in (ImportOptions[])[s_plain with { PhoneColumn = "phone" }, s_plain with { CountryCodeColumn = "name" }])
        {
            var error = await FailsAsync(later, new ReaderOptions(), options);
            Assert.Equal(AudienceErrorCode.UnknownColumn, error.Code);
            Assert.Contains(name, error.Message, StringComparison.Ordinal);
        }

        using var countries = new Input("phone,country_code\n+442079460903,44\n"u8.ToArray());
        var both = await FailsAsync(countries, new ReaderOptions(), s_plain with { DefaultCountry = CountryCode.TryParse("44", out var britain) ? britain : null });
        Assert.Equal(AudienceErrorCode.CountryCodeColumnNotUsed, both.Code);
        Assert.Contains(Path.GetFileName(countries.Path), both.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<row r=\"1\"><c t=\"inlineStr\"><is><t>+442079460903</t></is></c></row>", AudienceErrorCode.MissingHeader)]
    [InlineData("", AudienceErrorCode.EmptyInput)]
    public async Task A_worksheet_of_one_contact_is_no_list_of_nobody(string rows, AudienceErrorCode code)
    {
        using var workbook = new Input(Workbook.Of(rows), ".xlsx");
        Assert.Equal(code, (await FailsAsync(workbook, new ReaderOptions(), s_plain)).Code);
        await using var alone = ContactReaders.OpenFiles([workbook.Path], new ReaderOptions());
        Assert.Equal(code, (await Clients.FailsAsync(() => Check(s_plain).RunAsync(alone, Clients.Cancel))).Code);
    }

    [Fact]
    public async Task Files_with_headers_of_their_own_are_read_whole_and_each_is_warned_of_once()
    {
        var warnings = new List<string>();
        using var first = new Input(Encoding.UTF8.GetBytes(Good));
        using var workbook = new Input(
            Workbook.Of("<row r=\"1\"><c t=\"inlineStr\"><is><t>Mobile</t></is></c></row><row r=\"2\" hidden=\"1\"><c t=\"inlineStr\"><is><t>+442079460903</t></is></c></row>"), ".xlsx");
        using var json = new Input("[{\"name\":\"Nobody\"},{\"msisdn\":\"+442079460904\"}]"u8.ToArray(), ".json");
        using var failures = new Input("RowNumber,ReasonCode,Reason\n"u8.ToArray());
        var options = new ReaderOptions { OnWarning = warnings.Add };
        await using var reader = ContactReaders.OpenFiles([first.Path, workbook.Path, json.Path, failures.Path], options);

        var summary = await Check(s_plain).RunAsync(reader, Clients.Cancel);

        Assert.Equal((5, 4, 1), (summary.Received, summary.Valid, summary.Reasons["NoPhoneColumn"]));
        Assert.Single(warnings);
    }

    [Fact]
    public async Task A_first_row_tells_a_failure_file_before_the_rows_come()
    {
        using var first = new Input(Encoding.UTF8.GetBytes(Good));
        using var failures = new Input(
            Encoding.UTF8.GetBytes($"Ring,Reason\n+442079460903,{PhoneNumberProblems.Describe(PhoneNumberProblem.Empty)}\n"));
        await using var reader = ContactReaders.OpenFiles([first.Path, failures.Path], new ReaderOptions());
        Assert.Equal(3, (await Check(s_plain).RunAsync(reader, Clients.Cancel)).Valid);
    }

    [Theory]
    [InlineData("Name,Phone\nAnn,\"+44 20\" 7946 0901\n", "+44 20 7946 0901")]
    [InlineData("Name,Phone\nAnn,+442079460901,York\n", "+442079460901")]
    [InlineData("Name,Phone\nAnn,,York\n", "")]
    public async Task A_row_that_the_reader_refuses_shows_the_cell_of_its_number(string text, string input)
    {
        var observer = new ResultsObserver();
        using var file = new Input(Encoding.UTF8.GetBytes(text));
        await using var reader = ContactReaders.OpenFiles([file.Path], new ReaderOptions());
        await new ContactCheck(AudienceService.Local, s_plain, observer, TimeProvider.System).RunAsync(reader, Clients.Cancel);
        var result = Assert.Single(observer.Results);
        Assert.Equal((nameof(AudienceContactState.Invalid), input), (result.State, result.Input));
    }

    private static ContactCheck Check(ImportOptions options) => new(AudienceService.Local, options, new ResultsObserver(wantsResults: false), TimeProvider.System);

    // Of an import, of a check, and of the file where it comes first.
    private static async Task<AudienceException> FailsAsync(Input later, ReaderOptions options, ImportOptions import)
    {
        using var first = new Input(Encoding.UTF8.GetBytes(Good));
        using var imports = new Imports { Options = import with { BatchSize = 1 } };
        var audience = imports.Audience();
        await using var reader = ContactReaders.OpenFiles([first.Path, later.Path], options);
        var error = await Clients.FailsAsync(() => imports.AddAsync(audience, reader));
        Assert.Empty(imports.Service.Adds);
        Assert.Empty(imports.Observer.Results);

        await using var again = ContactReaders.OpenFiles([first.Path, later.Path], options);
        Assert.Equal(error.Message, (await Clients.FailsAsync(() => Check(import).RunAsync(again, Clients.Cancel))).Message);
        await using var turned = ContactReaders.OpenFiles([later.Path, first.Path], options);
        Assert.Equal(error.Message, (await Clients.FailsAsync(() => Check(import).RunAsync(turned, Clients.Cancel))).Message);
        return error;
    }
}
