using System.Text;
using AudienceTools.Core.Columns;
using AudienceTools.Core.Reading;

namespace AudienceTools.Core.Tests.Reading.Text;

/// <summary>Random tables as text, which must be read as they were written, or be an error of ours.</summary>
public class TableProperties
{
    private const int Count = 2000;

    private static readonly string[] s_pieces =
    [
        "a", "B", "é", "名", "😀", " ", "  ", "\t", "\"", "\"\"", "'", ",", ", ", ";", "|", "؛", "\r\n", "\n", "\r", "=", "+", "-", "@", "#", "#TYPE ", "#Fields:", "sep=;",
        "0", "12", "+442079460958", "2026-01-31", "phone", "Mobile", "Reason", "a@b.example", ".", "\u001a", "\u0001", "\u001f", "\u00a0", "\ufeff",
    ];

    [Fact]
    public async Task What_Export_Csv_writes_is_read_as_it_was()
    {
        var seed = Random.Shared.Next();
        for (var i = 0; i < Count; i++)
        {
            var random = new Random(unchecked(seed + i));
            var names = Names(random);
            var rows = Enumerable.Range(0, 1 + random.Next(8)).Select(n => names.Select((_, at) => at == 0 ? $"+4420794600{10 + n}" : Piece(random, 4)).ToArray()).ToArray();
            var order = names.Select((_, at) => at).OrderBy(_ => random.Next()).ToArray();
            var delimiter = ",;\t|؛"[random.Next(5)];
            var text = string.Concat(rows.Prepend(names).Select(row => string.Join(delimiter, order.Select(at => Quoted(row[at]))) + "\r\n"));
            var because = $"seed {seed}, table {i}: {text}";
            try
            {
                using var file = new Input(Encoding.UTF8.GetBytes(text));
                var read = await file.ReadAsync();
                Assert.Equal(order.Select(at => names[at]), read[0].Header.Names);
                Assert.Equal(rows.Select(row => string.Join('\0', order.Select(at => row[at]))), read.Select(row => string.Join('\0', row.Values)));
                Assert.All(read, row => Assert.Null(row.Problem));
                var plan = ColumnPlan.Create(read[0].Header, new ColumnOptions { PhoneColumn = names[0], NamesHaveCase = true });
                Assert.Equal(order.Where(at => at > 0).Select(at => names[at]), plan.TargetNames);
            }
            catch (Exception exception)
            {
                Assert.Fail($"{because}\n{exception.Message}");
            }
        }
    }

    [Fact]
    public async Task Any_text_is_rows_or_an_error_of_ours_and_rows_with_their_numbers_in_order()
    {
        var seed = Random.Shared.Next();
        for (var i = 0; i < Count; i++)
        {
            var random = new Random(unchecked(seed + i));
            var text = (random.Next(2) == 0 ? "phone,name\n" : "") + string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => s_pieces[random.Next(s_pieces.Length)]));
            var options = new ReaderOptions
            {
                Header = random.Next(4) == 0 ? ["phone", "name"] : null,
                HeaderRow = random.Next(4) == 0 ? 1 + random.Next(4) : null,
                Delimiter = random.Next(4) == 0 ? ",; \t؛#"[random.Next(6)] : null,
            };
            var rows = new List<SourceRow>();
            using var file = new Input(random.Next(2) == 0 ? Encoding.UTF8.GetBytes(text) : [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(text)]);
            try
            {
                await Input.ReadAsync(file.Path, options, rows);
            }
            catch (AudienceException)
            {
                // What came before counts.
            }
            catch (Exception exception)
            {
                Assert.Fail($"seed {seed}, text {i}: {text}\n{exception}");
            }

            Assert.Equal(rows.Select(row => row.RowNumber).Distinct().Order(), rows.Select(row => row.RowNumber));
            Assert.All(rows, row => Assert.Equal(row.Header.Names.Count, row.Values.Length));
        }
    }

    private static string[] Names(Random random)
    {
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "phoneNumber" };
        string[] names = [new[] { "Phone", "msisdn", "Rufnummer", "Name, Tel" }[random.Next(4)], .. Enumerable.Range(0, random.Next(6)).Select(_ => Piece(random, 4))];
        return [.. names.Where(name => name.Length > 0 && taken.Add(name))];
    }

    private static string Piece(Random random, int most) => string.Concat(Enumerable.Range(0, random.Next(most + 1)).Select(_ => s_pieces[random.Next(s_pieces.Length)]));

    private static string Quoted(string cell) => $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
