using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;

namespace AudienceTools.Server.Tests.Support;

/// <summary>What a caller of the CommBox copy does.</summary>
internal static class CommBoxVerbs
{
    public const string Audiences = "/commbox/audiences";

    public static MultipartFormDataContent FileForm(byte[]? file, string? name = "Leads", string fileName = "audience.csv")
    {
        var form = new MultipartFormDataContent();
        if (name is not null)
        {
            form.Add(new StringContent(name), "name");
        }

        if (file is not null)
        {
            form.Add(new ByteArrayContent(file), "audience_file", fileName);
        }

        return form;
    }

    public static Task<Reply> UploadToCommBoxAsync(this Service service, byte[]? file, string? name = "Leads") =>
        service.SendAsync(new HttpRequestMessage(HttpMethod.Post, Audiences) { Content = FileForm(file, name) });

    public static Task<Reply> ReplaceAsync(this Service service, string id, string csv) =>
        service.SendAsync(new HttpRequestMessage(HttpMethod.Put, $"/commbox/Audiences/{id}")
        {
            Content = FileForm(Encoding.UTF8.GetBytes(csv), name: null),
        });

    public static async Task<string> NewCommBoxAudienceAsync(this Service service, string csv, string name = "Leads") =>
        (await service.UploadToCommBoxAsync(Encoding.UTF8.GetBytes(csv), name)).Expect(HttpStatusCode.Created)["data"].GetProperty("id").GetString()!;

    public static async Task<IReadOnlyList<JsonElement>> CommBoxAudiencesAsync(this Service service) =>
        [.. (await service.GetAsync(Audiences)).Expect(HttpStatusCode.OK)["data"].EnumerateArray()];

    /// <summary>A workbook of the least that Excel takes, with the sheet's rows and shared texts as they are given.</summary>
    public static byte[] Workbook(string rows, string texts = "", string target = "worksheets/sheet1.xml", string styles = "", string properties = "", string state = "visible")
    {
        const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        const string Relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        const string Package = "http://schemas.openxmlformats.org/package/2006/relationships";
        var path = target.StartsWith('/') ? target[1..] : "xl/" + target;
        return Zip(
            ("xl/workbook.xml", $"""<workbook xmlns="{Main}" xmlns:r="{Relations}">{properties}<sheets><sheet name="A" sheetId="1" state="{state}" r:id="r7"/></sheets></workbook>"""),
            ("xl/_rels/workbook.xml.rels", $"""<Relationships xmlns="{Package}"><Relationship Id="r1" Target="styles.xml"/><Relationship Id="r7" Target="{target}"/></Relationships>"""),
            ("xl/styles.xml", $"""<styleSheet xmlns="{Main}">{styles}</styleSheet>"""),
            ("xl/sharedStrings.xml", $"""<sst xmlns="{Main}">{texts}</sst>"""),
            (path, $"""<worksheet xmlns="{Main}"><sheetData>{rows}</sheetData></worksheet>"""));
    }

    public static byte[] Zip(params (string Path, string Text)[] entries)
    {
        var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (path, text) in entries)
            {
                using var stream = archive.CreateEntry(path, CompressionLevel.Fastest).Open();
                stream.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        return file.ToArray();
    }
}
