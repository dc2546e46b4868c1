using System.Text;
using AudienceTools.Core.Import;
using AudienceTools.Core.PhoneNumbers;
using AudienceTools.Core.Reading;
using AudienceTools.Core.Tests.Reading;
using AudienceTools.Core.Tests.TestTools;

namespace AudienceTools.Core.Tests.Import;

/// <summary>What becomes of the rows of JSON files.</summary>
public class JsonFilesTests
{
    private const string Lines = """
        {"phone":"+442079460901","name":"Ann"}
        {"phone":"+4420
        {"phone":"12","city":"=1+1"}
        {"phone":"+442079460902","orders":[{"sku":"x"}]}
        null
        """;

    [Fact]
    public async Task Numbers_nested_in_files_are_read_or_refused_with_the_way_to_them()
    {
        var results = await CheckAsync(
            """[{"name":"Jan","businessPhones":["12345","67890"]},{"name":"Eva","businessPhones":["030 4412","030 4413"]},{"name":"Uwe","businessPhones":["030 901820"]}]""",
            new ImportOptions { PhoneColumn = "businessPhones", DefaultCountry = CountryCode.TryParse("49", out var germany) ? germany : null });
        Assert.Equal(["NotANumber", "NotANumber", null], results.Select(result => result.ReasonCode));
        Assert.Equal("+4930901820", results[2].PhoneNumber);
        Assert.Equal("""["030 901820"]""", results[2].Input);
        Assert.Contains("2 values", results[1].Reason, StringComparison.Ordinal);

        var person = Assert.Single(await CheckAsync("""[{"name":"Ann","phoneNumbers":[{"value":"+442079460901","type":"mobile"}]}]""", new ImportOptions()));
        Assert.Equal(nameof(AudienceContactState.Invalid), person.State);
        Assert.Contains("'value' within", person.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Numbers_without_quotes_are_their_digits()
    {
        var results = await CheckAsync("""[{"phone":491511234567},{"phone":4.9e11},{"phone":491511234567.0}]""", new ImportOptions());
        Assert.Equal(["MissingPlus", "ScientificNotation", "DecimalNumber"], results.Select(result => result.ReasonCode));
        Assert.Equal(["491511234567", "4.9e11", "491511234567.0"], results.Select(result => result.Input));
    }

    [Fact]
    public async Task A_failure_file_has_the_columns_of_all_its_objects_and_what_was_no_object()
    {
        using var imports = new Imports { Observer = new ResultsObserver(wantsResults: false) };
        using var file = new Input(Encoding.UTF8.GetBytes(Lines), ".jsonl");
        imports.Options = new ImportOptions { FailurePath = imports.File("failed.csv"), CheckpointPath = imports.File("journal") };
        var audience = imports.Audience();
        await using (var reader = ContactReaders.OpenFiles([file.Path], new ReaderOptions()))
        {
            Assert.Contains("SHA-256", reader.Fingerprint, StringComparison.Ordinal);
            var receipt = (await imports.AddAsync(audience, reader)).Receipt;
            Assert.Equal((5, 2, 3), (receipt.Received, receipt.Added, receipt.Invalid));
        }

        var failed = await File.ReadAllTextAsync(imports.Options.FailurePath, Clients.Cancel);
        Assert.Contains("\"{\"\"phone\"\":\"\"+4420\"", failed, StringComparison.Ordinal);
        Assert.Contains("'=1+1", failed, StringComparison.Ordinal);
        Assert.Contains(",5,NotAnObject,", failed, StringComparison.Ordinal);

        // The same command again goes by the journal.
        await using var again = ContactReaders.OpenFiles([file.Path], new ReaderOptions());
        Assert.Equal(5, (await imports.AddAsync(audience, again)).Receipt.Received);
    }

    [Fact]
    public async Task An_object_with_doubled_names_stands_in_the_failure_file_as_it_came_and_is_not_sent_from_there()
    {
        using var imports = new Imports { Observer = new ResultsObserver(wantsResults: false) };
        using var file = new Input("""[{"phone":"+442079460901","phone":"+442079460902","name":"a"}]"""u8.ToArray(), ".json");
        imports.Options = new ImportOptions { FailurePath = imports.File("failed.csv") };
        await using (var reader = ContactReaders.OpenFiles([file.Path], new ReaderOptions()))
        {
            Assert.Equal(1, (await imports.AddAsync(imports.Audience(), reader)).Receipt.Invalid);
        }

        Assert.StartsWith("Json,RowNumber", await File.ReadAllTextAsync(imports.Options.FailurePath, Clients.Cancel), StringComparison.Ordinal);
        await using var mended = ContactReaders.OpenFiles([imports.Options.FailurePath], new ReaderOptions());
        var check = new ContactCheck(AudienceService.Local, new ImportOptions(), new ResultsObserver(), TimeProvider.System);
        var error = await Clients.FailsAsync(() => check.RunAsync(mended, Clients.Cancel));
        Assert.Equal(AudienceErrorCode.NoPhoneColumn, error.Code);
        Assert.Contains("no contact yet", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"error":"no such token"}""", "'error'")]
    [InlineData("""{"contacts":{"a":{"x":1}}}""", "'contacts'")]
    [InlineData("""[{"2024":1}]""", "'2024'")]
    public async Task An_object_that_is_no_contact_is_told_with_what_it_has(string text, string name)
    {
        var error = await Clients.FailsAsync(() => CheckAsync(text, new ImportOptions()));
        Assert.Equal(AudienceErrorCode.NoPhoneColumn, error.Code);
        Assert.Contains("is JSON", error.Message, StringComparison.Ordinal);
        Assert.Contains(name, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("-Header", error.Message, StringComparison.Ordinal);
    }

    private static async Task<List<AudienceContactResult>> CheckAsync(string text, ImportOptions options)
    {
        using var file = new Input(Encoding.UTF8.GetBytes(text), ".json");
        var observer = new ResultsObserver();
        await using var reader = ContactReaders.OpenFile(file.Path, new ReaderOptions());
        await new ContactCheck(AudienceService.Local, options, observer, TimeProvider.System).RunAsync(reader, Clients.Cancel);
        return [.. observer.Results.OrderBy(result => result.RowNumber)];
    }
}
