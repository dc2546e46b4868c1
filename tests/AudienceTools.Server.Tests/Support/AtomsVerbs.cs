using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace AudienceTools.Server.Tests.Support;

/// <summary>What a caller of the Atoms copy does.</summary>
internal static class AtomsVerbs
{
    public static MultipartFormDataContent Form(
        byte[]? file, string? name = "Leads", string? phoneColumn = "phoneNumber", string fileName = "audience.csv")
    {
        var form = new MultipartFormDataContent();
        Add(form, "name", name);
        Add(form, "phoneNumberColumnName", phoneColumn);
        if (file is not null)
        {
            var part = new ByteArrayContent(file);
            part.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
            form.Add(part, "file", fileName);
        }

        return form;
    }

    public static Task<Reply> UploadAsync(this Service service, HttpContent form) =>
        service.SendAsync(new HttpRequestMessage(HttpMethod.Post, "/atoms/v1/audience") { Content = form });

    public static Task<Reply> UploadAsync(this Service service, string csv, string phoneColumn = "phoneNumber") =>
        service.UploadAsync(Form(Encoding.UTF8.GetBytes(csv), phoneColumn: phoneColumn));

    public static async Task<string> NewAtomsAudienceAsync(this Service service, string csv, string phoneColumn = "phoneNumber") =>
        (await service.UploadAsync(csv, phoneColumn)).Expect(HttpStatusCode.OK)["data"].GetProperty("_id").GetString()!;

    public static async Task<string> NewAtomsCampaignAsync(this Service service, string audienceId, string name = "January")
    {
        var reply = await service.PostAsync("/atoms/v1/campaign", new { name, audienceId, agentId = "a1" });
        return reply.Expect(HttpStatusCode.Created)["data"].GetProperty("_id").GetString()!;
    }

    public static async Task<IReadOnlyList<JsonElement>> AtomsMembersAsync(this Service service, string audience)
    {
        var reply = (await service.GetAsync($"/atoms/v1/audience/{audience}/members?page=1&offset=500")).Expect(HttpStatusCode.OK);
        return [.. reply["data"].GetProperty("members").EnumerateArray()];
    }

    /// <summary>The texts of an error.</summary>
    public static string Errors(this Reply reply) =>
        string.Join('|', reply["errors"].EnumerateArray().Select(static error => error.GetString()));

    private static void Add(MultipartFormDataContent form, string name, string? value)
    {
        if (value is not null)
        {
            form.Add(new StringContent(value), name);
        }
    }
}
