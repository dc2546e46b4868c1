using AudienceTools.Core.Columns;
using AudienceTools.Core.Import;
using AudienceTools.Core.Import.Accounting;
using AudienceTools.Core.Reading;
using FsCheck;
using FsCheck.Fluent;

namespace AudienceTools.Core.Tests.Import;

public sealed class ImportProperties
{
    private static readonly Config s_imports = Config.QuickThrowOnFailure.WithMaxTest(150);
    private static readonly Config s_texts = Config.QuickThrowOnFailure.WithMaxTest(5_000);

    // Numbers from a small range, so that they come again; and all that isn't a number.
    private static readonly Gen<string?> s_phone = Gen.Frequency(
        (6, Gen.Choose(0, 40).Select(static i => (string?)Rows.Number(i))),
        (1, Gen.Choose(0, 40).Select(static i => (string?)("00" + Rows.Number(i)[1..]))),
        (1, Gen.Elements<string?>(null, "", "  ", "n/a", "+1", "9.16E+11")));

    private static readonly Gen<string> s_cell = Gen.OneOf(
        Gen.Elements("=1+1", "'=1", "''+x", "-", "@", "\t", "\r", "\r\n", "\"", ",", ";", "+442079460958", "'+442079460958", "+44 20", " ", ""),
        Gen.ListOf(Gen.Elements("=", "+", "-", "@", "'", "\t", "\r", "\n", "\"", ",", "x", "7", " ", "é", "🙂"), 4).Select(string.Concat),
        ArbMap.Default.GeneratorFor<string>().Select(static text => text ?? ""));

    [Fact]
    public void The_receipt_always_sums_and_splitting_the_input_changes_nothing()
    {
        var cases =
            from service in Gen.Elements(AudienceService.Local, AudienceService.Atoms)
            from phones in Gen.ListOf(s_phone)
            from batch in Gen.Choose(1, 12)
            from throttle in Gen.Choose(1, 4)
            from chunk in Gen.Choose(1, 20)
            from cut in Gen.Choose(0, 100)
            select (service, phones, batch, throttle, chunk, cut);
        Prop.ForAll(cases.ToArbitrary(), c => HoldsAsync(c.service, [.. c.phones], c.batch, c.throttle, c.chunk, c.cut).GetAwaiter().GetResult())
            .Check(s_imports);
    }

    [Fact]
    public void The_guard_against_formulas_comes_off_as_it_went_on() =>
        Prop.ForAll(s_cell.ToArbitrary(), static cell =>
        {
            var written = FormulaGuard.Protect(cell)!;
            var isFormula = written.Length > 0 && "=+-@\t\r".Contains(written[0], StringComparison.Ordinal);
            return FormulaGuard.Restore(written) == cell && (!isFormula || written.Skip(1).All(char.IsAsciiDigit));
        }).Check(s_texts);

    [Fact]
    public void What_a_failure_file_holds_is_read_back_as_it_was()
    {
        var cases = from width in Gen.Choose(1, 4)
                    from rows in Gen.NonEmptyListOf(Gen.ArrayOf(s_cell.Where(IsText), width))
                    select (width, rows);
        Prop.ForAll(cases.ToArbitrary(), c => ReadsBackAsync(c.width, [.. c.rows]).GetAwaiter().GetResult()).Check(s_imports);
    }

    // A file can't hold these, and its reader refuses them by name: NUL, half a character, and the sign for a damaged one.
    private static bool IsText(string cell) =>
        !cell.Contains('\0', StringComparison.Ordinal) && !cell.Contains('\uFFFD', StringComparison.Ordinal) && !cell.EnumerateRunes().Contains(new System.Text.Rune(0xFFFD));

    private static async Task<bool> HoldsAsync(AudienceService service, List<string?> phones, int batch, int throttle, int chunk, int cut)
    {
        var rows = Rows.Of(phones);
        using var whole = new Imports(service);
        whole.Options = new ImportOptions { BatchSize = batch, ThrottleLimit = throttle };
        await whole.AddAsync(whole.Audience(), new RowsReader(rows, chunk));

        using var parts = new Imports(service);
        parts.Options = whole.Options;
        var audience = parts.Audience();
        var at = rows.Count * cut / 100;
        await parts.AddAsync(audience, new RowsReader(rows[..at], chunk));
        parts.Observer.Results.Clear();
        await parts.AddAsync(audience, new RowsReader(rows[at..], chunk));

        return whole.Service.Only.Numbers.ToHashSet(StringComparer.Ordinal).SetEquals(parts.Service.Only.Numbers)
            && whole.Service.Only.Members.All(member => parts.Service.Only.Members[member.Key].ToJsonString() == member.Value.ToJsonString());
    }

    private static async Task<bool> ReadsBackAsync(int width, List<string[]> rows)
    {
        var folder = Directory.CreateTempSubdirectory("audience-failures-").FullName;
        var path = Path.Combine(folder, "failed.csv");
        try
        {
            var header = new RowHeader([.. Enumerable.Range(0, width).Select(static i => i == 0 ? "-phone" : $"c{i}")]);
            using (var file = new FailureFile(path, mayBeInput: false))
            {
                file.Write(rows.Select((row, index) => (
                    new PreparedRow(new SourceRow(index, header, row, null), null, AudienceContactState.Invalid, null), (string?)"A", (string?)"B")));
            }

            var read = new List<string?[]>();
            await using var reader = ContactReaders.OpenFile(path, new ReaderOptions());
            await foreach (var chunk in reader.ReadAsync(CancellationToken.None))
            {
                foreach (var row in chunk)
                {
                    var plan = ColumnPlan.Create(row.Header, new ColumnOptions { PhoneColumn = "-phone" });
                    Assert.True(plan.IsFailureFile);
                    Assert.Equal(header.Names.Skip(1), plan.TargetNames);
                    read.Add([.. row.Values.Take(width).Select(FormulaGuard.Restore)]);
                }
            }

            Assert.Equal((IEnumerable<string?[]>)rows, read);
            return true;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
