using System.Globalization;
using System.Net;
using System.Text;
using System.Web;

namespace AudienceTools.Core.Tests.TestTools;

/// <summary>A service whose list of audiences has many pages, as OliAI's, each full of others and with one that a test puts there.</summary>
internal sealed class PagedAudiences(int pages) : HttpMessageHandler
{
    /// <summary>The pages that were asked for, in their order.</summary>
    public List<int> Asked { get; } = [];

    /// <summary>How many creates came.</summary>
    public int Creates { get; private set; }

    /// <summary>An audience, as JSON, on a page.</summary>
    public Dictionary<int, string> OnPage { get; } = [];

    public Reply Create { get; init; } = Replies.Json("""{"id":"new","name":"Q1"}""");

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Method == HttpMethod.Post)
        {
            Creates++;
            return Create(null!, cancellationToken);
        }

        var page = int.Parse(HttpUtility.ParseQueryString(request.RequestUri!.Query)["page"]!, CultureInfo.InvariantCulture);
        Asked.Add(page);
        var audiences = new List<string> { $$"""{"id":"o{{page}}","name":"Other {{page}}"}""" };
        if (OnPage.TryGetValue(page, out var mine))
        {
            audiences.Add(mine);
        }

        var body = $$"""{"data":[{{string.Join(',', audiences)}}],"page":{{page}},"totalPages":{{pages}}}""";
        return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(body, Encoding.UTF8, "application/json") });
    }
}
