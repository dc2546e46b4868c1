using System.IO.Compression;
using System.Text;
using AudienceTools.Core.Reading;

namespace AudienceTools.Core.Tests.Reading;

public class FileKindTests
{
    [Theory]
    [InlineData("BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ann\r\nTEL:+442079460901\r\nEND:VCARD\r\n", "vCard")]
    [InlineData("\n\nbegin:vcard\nVERSION:3.0\n", "vCard")]
    [InlineData("BEGIN:VCALENDAR\nVERSION:2.0\n", "calendar")]
    [InlineData("dn: cn=Ann,mail=ann@example.com\nmobile: +442079460901\n", "LDIF")]
    [InlineData("<html><head><meta charset=\"utf-8\"></head><body><table><tr><th>Phone</th></tr></table></body></html>", "HTML")]
    [InlineData("<!DOCTYPE html>\n<html>", "HTML")]
    [InlineData("\r\n  <!-- a page, <b> -->\n<!-- another -->\n<HTML xmlns:o=\"urn:schemas-microsoft-com:office:office\">\n<head>", "HTML")]
    [InlineData("<?xml version=\"1.0\"?>\n<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Strict//EN\">\n<html>", "HTML")]
    [InlineData("<table>\n<tr><td>+442079460901</td></tr></table>", "HTML")]
    [InlineData("<meta http-equiv=Content-Type content=\"text/html\">\n<table>", "HTML")]
    [InlineData("<p>Not found</p>", "HTML")]
    [InlineData("<?xml version=\"1.0\"?>\n<?mso-application progid=\"Excel.Sheet\"?>\n<Workbook>", "XML spreadsheet")]
    [InlineData("<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"><Worksheet/></Workbook>", "XML spreadsheet")]
    [InlineData("<ss:Workbook xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\"><ss:Worksheet/></ss:Workbook>", "XML spreadsheet")]
    [InlineData("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<contacts><contact/></contacts>", "an XML file")]
    [InlineData("<contacts>\n  <contact phone=\"1\"/>\n</contacts>", "an XML file")]
    [InlineData("<rss>x</rss>", "an XML file")]
    [InlineData("%PDF-1.7\n%\u00e2\u00e3\n", "PDF")]
    [InlineData("{\\rtf1\\ansi Ann}", "RTF")]
    [InlineData("MIME-Version: 1.0\nContent-Type: multipart/related\n", "web archive")]
    [InlineData("ID;PWXL;N;E\nP;PGeneral\n", "SYLK")]
    public async Task Texts_that_are_no_table_say_what_they_are_in_every_encoding(string text, string what)
    {
        foreach (var encoding in new[] { new UTF8Encoding(false), new UTF8Encoding(true), Encoding.Unicode, Encoding.BigEndianUnicode })
        {
            await FailsAsync([.. encoding.GetPreamble(), .. encoding.GetBytes(text)], what);
        }

        await FailsAsync(Encoding.Unicode.GetBytes(text), what);
    }

    [Theory]
    [InlineData("1F8B08", "gzip")]
    [InlineData("425A6839314159265359", "bzip2")]
    [InlineData("FD377A585A00", "xz")]
    [InlineData("28B52FFD", "zstd")]
    [InlineData("377ABCAF271C", "7z")]
    [InlineData("526172211A07", "RAR")]
    [InlineData("D0CF11E0A1B11AE1", ".xls")]
    [InlineData("0900040000001000", "Excel 2 to 4")]
    [InlineData("0900040002001000", "Excel 2 to 4")]
    [InlineData("0902060000001000", "Excel 2 to 4")]
    [InlineData("0904060000001000", "Excel 2 to 4")]
    [InlineData("0000020006040600", "Lotus")]
    [InlineData("53514C69746520666F726D6174203300", "SQLite")]
    [InlineData("000100005374616E64617264204143452044420000", "Access")]
    [InlineData("89504E470D0A1A0A", "PNG")]
    [InlineData("FFD8FFE0", "JPEG")]
    [InlineData("4749463839610100", "GIF")]
    [InlineData("5041523115041500", "Parquet")]
    [InlineData("4D5A900003000000", "program")]
    [InlineData("7F454C4602010100", "program")]
    [InlineData("01FF030405060708", "binary")]
    [InlineData("0001F3C9D205FF1183047E02", "binary")]
    public async Task Files_that_are_no_text_say_what_they_are(string bytes, string what) => await FailsAsync(Convert.FromHexString(bytes), what);

    [Theory]
    [InlineData("mimetype=application/vnd.oasis.opendocument.spreadsheet;content.xml=x", ".ods")]
    [InlineData("mimetype=application/vnd.oasis.opendocument.text;content.xml=x", "no spreadsheet")]
    [InlineData("mimetype=application/epub+zip;content.opf=x", "a kind that isn't read")]
    [InlineData("content.xml=x", ".ods")]
    [InlineData("[Content_Types].xml=x;_rels/.rels=x;xl/workbook.bin=x", ".xlsb")]
    [InlineData("[Content_Types].xml=x;_rels/.rels=x;word/document.xml=x", "Word")]
    [InlineData("[Content_Types].xml=x;_rels/.rels=x;ppt/presentation.xml=x", "PowerPoint")]
    [InlineData("Index/Document.iwa=x", "Numbers")]
    [InlineData("contacts.csv=x", "Expand-Archive")]
    [InlineData("", "nothing in it")]
    public async Task Archives_say_what_is_in_them(string entries, string what)
    {
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var entry in entries.Split(';', StringSplitOptions.RemoveEmptyEntries))
            {
                using var stream = archive.CreateEntry(entry.Split('=')[0], CompressionLevel.NoCompression).Open();
                stream.Write(Encoding.UTF8.GetBytes(entry.Split('=')[1]));
            }
        }

        await FailsAsync(bytes.ToArray(), what);
    }

    [Theory]
    [InlineData("{phone},{name}\n1,a\n", "{phone}")]
    [InlineData("[phone],[name]\n1,a\n", "[phone]")]
    [InlineData("[1] list of January,phone\n1,a\n", "[1] list of January")]
    [InlineData("[2026-01-31],phone\n1,a\n", "[2026-01-31]")]
    [InlineData("[number],phone\n1,a\n", "[number]")]
    [InlineData("{{phone}},name\n1,a\n", "{{phone}}")]
    [InlineData("[[phone]],name\n1,a\n", "[[phone]]")]
    [InlineData("{3F2504E0-4F89-41D3-9A0C-0305E82C3301},phone\n1,a\n", "{3F2504E0-4F89-41D3-9A0C-0305E82C3301}")]
    [InlineData("<name>,<phone>\n<b>Ann</b>,1\n", "<name>")]
    [InlineData("<table>,<phone>\n1,2\n", "<table>")]
    [InlineData("<phone>\n+442079460901\n", "<phone>")]
    [InlineData("PAR1,phone\n1,2\n", "PAR1")]
    [InlineData("MZ,phone\n1,2\n", "MZ")]
    [InlineData("BM,phone\n1,2\n", "BM")]
    [InlineData("PK,phone\n1,2\n", "PK")]
    [InlineData("ID,Phone\n1,2\n", "ID")]
    [InlineData("dn,phone\n1,2\n", "dn")]
    [InlineData("%phone,a\n1,2\n", "%phone")]
    [InlineData("begin:vcard file,a\n1,2\n", "begin:vcard file")]
    [InlineData("phone,a\n1,\u0001\u0002\u0003\n", "phone")]
    public async Task Headers_that_look_like_something_else_are_headers(string text, string first)
    {
        Assert.Equal(first, (await Input.ReadAsync(text))[0].Header.Names[0]);
    }

    [Fact]
    public async Task UTF16_without_a_mark_is_text_in_other_scripts_too()
    {
        foreach (var text in new[] { "phone,имя\n+442079460901,Анна Ахматова\n+442079460902,Борис\n", "phone,名前\n+442079460901,山田太郎\n+442079460902,佐藤花子\n" })
        {
            using var file = new Input(Encoding.Unicode.GetBytes(text));
            Assert.Equal(2, (await file.ReadAsync()).Count);
            Assert.Equal(2, (await file.ReadAsync(new ReaderOptions { Encoding = Encoding.Unicode })).Count);
        }
    }

    [Fact]
    public async Task A_few_bytes_are_no_other_exception()
    {
        for (var length = 1; length < 300; length += length < 40 ? 1 : 50)
        {
            foreach (var value in "\0P<{[\"M\u00FF\t"u8.ToArray())
            {
                using var file = new Input([.. Enumerable.Repeat(value, length)]);
                try
                {
                    await file.ReadAsync();
                }
                catch (AudienceException)
                {
                }
            }
        }
    }

    public static TheoryData<string, string> Foreign => new()
    {
        { "json", "-Delimiter" }, { "json", "-Header" }, { "json", "-HeaderRow" }, { "json", "-WorksheetName" }, { "json", "-SkipHiddenRow" },
        { "csv", "-WorksheetName" }, { "csv", "-SkipHiddenRow" }, { "xlsx", "-Delimiter" },
    };

    [Theory]
    [MemberData(nameof(Foreign))]
    public async Task A_parameter_that_means_nothing_for_a_file_is_an_error(string kind, string parameter)
    {
        using var file = new Input(kind switch
        {
            "json" => "[{\"phone\":\"+442079460901\"}]"u8.ToArray(),
            "csv" => "phone\n+442079460901\n"u8.ToArray(),
            _ => Workbooks.Workbook.Of("<row>" + Workbooks.Workbook.Text("phone") + "</row>"),
        });
        await file.ReadAsync();
        var (_, error) = await file.ReadToErrorAsync(new ReaderOptions
        {
            Delimiter = parameter == "-Delimiter" ? ';' : null,
            Header = parameter == "-Header" ? ["phone"] : null,
            HeaderRow = parameter == "-HeaderRow" ? 1 : null,
            WorksheetName = parameter == "-WorksheetName" ? "a" : null,
            SkipHiddenRow = parameter == "-SkipHiddenRow",
        });
        Assert.Equal(AudienceErrorCode.ParameterNotApplicable, error.Code);
        Assert.Contains($"{parameter} means nothing", error.Message, StringComparison.Ordinal);
    }

    private static async Task FailsAsync(byte[] bytes, string what)
    {
        using var file = new Input(bytes, ".xls");
        var (rows, error) = await file.ReadToErrorAsync();
        Assert.Empty(rows);
        Assert.True(error.Code == AudienceErrorCode.UnsupportedFormat, error.Message);
        Assert.Contains(what, error.Message, StringComparison.Ordinal);
    }
}
