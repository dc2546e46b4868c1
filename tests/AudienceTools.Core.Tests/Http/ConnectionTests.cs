using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using AudienceTools.Core.Http;
using AudienceTools.Core.Tests.TestTools;

namespace AudienceTools.Core.Tests.Http;

/// <summary>To whom a key may go: addresses, keys, certificates, proxies, redirects.</summary>
public sealed class ConnectionTests
{
    [Theory]
    [InlineData("https://api.example.com/v1", "https://api.example.com/v1/")]
    [InlineData("https://api.example.com", "https://api.example.com/")]
    [InlineData("http://127.0.0.1:5080/v1/", "http://127.0.0.1:5080/v1/")]
    [InlineData("http://localhost:5080", "http://localhost:5080/")]
    [InlineData("http://[::1]:5080/v1", "http://[::1]:5080/v1/")]
    public void An_address_ends_in_a_slash(string given, string used)
    {
        using var client = new AudienceClient(Options() with { Address = new Uri(given) });

        Assert.Equal(used, client.Address.AbsoluteUri);
    }

    [Theory]
    [InlineData("http://api.example.com/v1")]
    [InlineData("http://127.0.0.1.example.com/")]
    [InlineData("http://localhost.example.com/")]
    [InlineData("http://10.0.0.7/")]
    [InlineData("ftp://api.example.com/")]
    [InlineData("file:///tmp/x")]
    [InlineData("/v1")]
    [InlineData("https://user:secret@api.example.com/")]
    [InlineData("https://api.example.com/?key=secret")]
    [InlineData("https://api.example.com/#secret")]
    public void An_address_that_a_key_must_not_go_to_is_refused(string address)
    {
        var exception = Assert.Throws<AudienceException>(
            () => new AudienceClient(Options() with { Address = new Uri(address, UriKind.RelativeOrAbsolute) }));

        Assert.Equal(AudienceErrorCode.InsecureAddress, exception.Code);
        Assert.DoesNotContain("secret", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Plain_http_to_another_machine_can_be_asked_for()
    {
        using var client = new AudienceClient(Options() with { Address = new Uri("http://10.0.0.7/"), AllowInsecure = true });

        Assert.Equal("http://10.0.0.7/", client.Address.AbsoluteUri);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("sk_a b")]
    [InlineData("sk_a\r\nx-admin: 1")]
    [InlineData("sk_a\n")]
    [InlineData("sk_a\t")]
    [InlineData("sk_ä")]
    [InlineData("sk_\u200b")]
    [InlineData("sk_\u007f")]
    public void A_key_that_no_header_carries_is_refused(string key)
    {
        var exception = Assert.Throws<AudienceException>(() => new AudienceClient(Options() with { ApiKey = key }));

        Assert.Equal(AudienceErrorCode.InvalidApiKey, exception.Code);
        Assert.DoesNotContain("sk_", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_service_without_an_address_of_its_own_needs_one() =>
        Assert.Throws<ArgumentException>(() => new AudienceClient(Options() with { Address = null }));

    [Fact]
    public async Task Without_a_key_none_is_sent()
    {
        var transport = new RecordingTransport(Replies.Json("""{"id":"a1","name":"Q1"}"""));
        using var client = new AudienceClient(Options(transport) with { ApiKey = null });

        await client.GetAudienceAsync("a1", Clients.Cancel);

        Assert.Null(Assert.Single(transport.Requests).Header("x-api-key"));
    }

    [Theory]
    [InlineData(301, "https://elsewhere.example/v1/", "'elsewhere.example'")]
    [InlineData(302, "http://api.smallest.ai/login?next=secret", "'api.smallest.ai'")]
    [InlineData(307, "//elsewhere.example:8443/x", "'elsewhere.example:8443'")]
    [InlineData(308, "/other", "'api.smallest.ai'")]
    [InlineData(307, null, "'nowhere'")]
    [InlineData(307, "//", "'")]
    [InlineData(307, "http:///", "'nowhere'")]
    [InlineData(307, "http://user:secret@elsewhere.example/", "'elsewhere.example'")]
    public async Task A_redirect_is_never_followed_and_its_host_is_named(int status, string? location, string named)
    {
        var transport = new RecordingTransport(location is null ? Replies.Status(status) : Replies.Status(status, ("Location", location)));
        using var client = Clients.Atoms(transport);

        var exception = await Clients.FailsAsync(() => client.AddContactsAsync(
            new Audience { Id = "a1" }, [Clients.Contact("+14155550100")], "k", Clients.Cancel));

        Assert.Equal(AudienceErrorCode.RedirectRefused, exception.Code);
        Assert.Contains(named, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", exception.Message, StringComparison.Ordinal);
        Assert.Single(transport.Requests);
    }

    [Fact]
    public async Task The_network_itself_follows_no_redirect()
    {
        await using var elsewhere = new RawServer(RawServer.Json("""{"id":"a1","name":"Q1"}"""));
        await using var server = new RawServer(RawServer.Sends(
            $"HTTP/1.1 307 Temporary Redirect\r\nLocation: {elsewhere.Address}\r\nContent-Length: 0\r\n"));
        using var client = new AudienceClient(Options() with { Transport = null, Address = server.Address });

        var exception = await Clients.FailsAsync(() => client.GetAudienceAsync("a1", Clients.Cancel));

        Assert.Contains(elsewhere.Address.Authority, exception.Message, StringComparison.Ordinal);
        Assert.Equal(0, elsewhere.Connections);
    }

    [Theory]
    [InlineData("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n")]
    [InlineData(null)]
    public async Task A_port_that_speaks_no_tls_is_told_at_once(string? answer)
    {
        await using var server = new RawServer(async exchange =>
        {
            _ = await exchange.Stream.ReadAtLeastAsync(new byte[4096], 1, throwOnEndOfStream: false, exchange.End);
            if (answer is not null)
            {
                await exchange.WriteAsync(answer, []);
            }
        });
        using var client = new AudienceClient(Options() with { Transport = null, Address = new Uri($"https://{server.Address.Authority}/") });

        var exception = await Clients.FailsAsync(() => client.GetAudienceAsync("a1", Clients.Cancel));

        Assert.Equal(AudienceErrorCode.CannotReach, exception.Code);
        Assert.Contains("TLS", exception.Message, StringComparison.Ordinal);
        Assert.Equal(1, server.Connections);
    }

    [Fact]
    public async Task Nothing_is_sent_down_a_connection_that_is_not_proven_and_none_is_tried_again()
    {
        await using var server = new RawServer(RawServer.Json("""{"id":"a1"}"""));
        var tries = 0;
        using var client = new AudienceClient(Options() with
        {
            Transport = null,
            Address = server.Address,
            Connect = (_, _) =>
            {
                tries++;
                throw new KeyNotProvenException("a stranger");
            },
        });

        var exception = await Clients.FailsAsync(() => client.GetAudienceAsync("a1", Clients.Cancel));

        Assert.Equal(AudienceErrorCode.NotTheService, exception.Code);
        Assert.Equal((1, 0), (tries, server.Connections));
    }

    [Fact]
    public async Task A_certificate_that_is_not_trusted_is_never_passed_over_nor_tried_again()
    {
        using var key = RSA.Create(2048);
        using var certificate = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var received = "";
        await using var server = new RawServer(async exchange =>
        {
            await using var tls = new SslStream(exchange.Stream);
            try
            {
                await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, exchange.End);
                var buffer = new byte[1024];
                received = Encoding.Latin1.GetString(buffer, 0, await tls.ReadAsync(buffer, exchange.End));
            }
            catch (System.Security.Authentication.AuthenticationException)
            {
                // The client hung up, as it should.
            }
        });
        using var client = new AudienceClient(Options() with { Transport = null, Address = Https(server) });

        var exception = await Clients.FailsAsync(() => client.GetAudienceAsync("a1", Clients.Cancel));

        Assert.Equal(AudienceErrorCode.CertificateNotTrusted, exception.Code);
        Assert.Equal(1, exception.Attempts);
        Assert.Empty(received);
    }

    [Fact]
    public async Task A_server_that_speaks_no_tls_never_got_the_request()
    {
        await using var server = new RawServer(async exchange =>
        {
            await exchange.Stream.ReadExactlyAsync(new byte[1], exchange.End);
            exchange.Reset();
        });
        using var client = new AudienceClient(Options() with { Transport = null, Address = Https(server), MaximumRetryCount = 0 });

        var exception = await Clients.FailsAsync(() => client.GetAudienceAsync("a1", Clients.Cancel));

        Assert.Equal(ExchangeFailureKind.NeverSent, Assert.IsType<ExchangeFailure>(exception.InnerException).Kind);
    }

    [Theory]
    [InlineData("http")]
    [InlineData("https")]
    public async Task A_proxy_that_wants_credentials_is_named_as_such(string scheme)
    {
        await using var proxy = new RawServer(RawServer.Sends(
            "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n"));
        using var network = new SocketsHttpHandler { Proxy = new WebProxy(proxy.Address), UseProxy = true };
        using var client = new AudienceClient(
            Options(network) with { Address = new Uri($"{scheme}://service.invalid/v1/"), AllowInsecure = true });

        var exception = await Clients.FailsAsync(() => client.GetAudienceAsync("a1", Clients.Cancel));

        Assert.Equal(AudienceErrorCode.CannotReach, exception.Code);
        Assert.Contains("proxy", exception.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(1, exception.Attempts);
    }

    [Fact]
    public async Task A_disposed_client_says_so()
    {
        var client = new AudienceClient(Options() with { Transport = null });
        client.Dispose();

        var exception = await Clients.FailsAsync(() => client.GetAudienceAsync("a1", Clients.Cancel));

        Assert.Equal(AudienceErrorCode.NotConnected, exception.Code);
    }

    private static Uri Https(RawServer server) => new UriBuilder(server.Address) { Scheme = "https" }.Uri;

    private static AudienceClientOptions Options(HttpMessageHandler? transport = null) =>
        Clients.Options(AudienceService.Local, transport ?? new RecordingTransport(Replies.Status(500)));
}
