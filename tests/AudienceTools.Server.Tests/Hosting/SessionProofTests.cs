using System.Net;
using AudienceTools.Core.Http;
using AudienceTools.Server.Tests.Support;

namespace AudienceTools.Server.Tests.Hosting;

/// <summary>Whom the service counts as a session, and what it tells of its key to those who don't know it.</summary>
public sealed class SessionProofTests
{
    [Fact]
    public async Task A_session_is_who_proves_that_it_knows_the_key_and_nobody_else()
    {
        await using var service = await Service.StartAsync();
        using var connection = await SessionConnection.OpenAsync(service.Server.Address);
        Assert.Equal(HttpStatusCode.Unauthorized, (await connection.AskAsync("GET", "/session")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await connection.AskAsync("GET", "/session", $"x-api-key: {Service.Key}")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await connection.AskAsync("DELETE", "/session?own=9")).Status);
        using var session = await SessionConnection.JoinAsync(service.Server.Address, Service.Key, Environment.ProcessId);

        // It is the connection that is proven, not the machine.
        Assert.Equal(HttpStatusCode.Unauthorized, (await connection.AskAsync("GET", "/session")).Status);
    }

    [Fact]
    public async Task Neither_the_service_s_own_answer_nor_an_earlier_one_is_a_proof()
    {
        await using var service = await Service.StartAsync();
        using var connection = await SessionConnection.OpenAsync(service.Server.Address);
        var (_, reflected) = await connection.ChallengeAsync();
        Assert.Equal(HttpStatusCode.Unauthorized, await connection.AnswerAsync(reflected[KeyProof.ProofHeader]));

        var (nonce, answer) = await connection.ChallengeAsync();
        var proof = KeyProof.OfSession(Service.Key, service.Server.Address.Port, Environment.ProcessId, nonce, answer[KeyProof.NonceHeader]);
        Assert.Equal(HttpStatusCode.OK, await connection.AnswerAsync(proof));
        using var another = await SessionConnection.OpenAsync(service.Server.Address);
        await another.ChallengeAsync();
        Assert.Equal(HttpStatusCode.Unauthorized, await another.AnswerAsync(proof));
    }

    [Fact]
    public async Task A_proof_is_one_for_this_port_and_this_process()
    {
        await using var service = await Service.StartAsync();
        using var connection = await SessionConnection.OpenAsync(service.Server.Address);
        foreach (var (port, process) in new[]
        {
            (service.Server.Address.Port + 1, Environment.ProcessId), (service.Server.Address.Port, Environment.ProcessId + 1),
        })
        {
            var (nonce, answer) = await connection.ChallengeAsync();
            Assert.NotEqual(KeyProof.OfService(Service.Key, port, process, nonce, answer[KeyProof.NonceHeader]), answer[KeyProof.ProofHeader]);
            Assert.Equal(
                HttpStatusCode.Unauthorized,
                await connection.AnswerAsync(KeyProof.OfSession(Service.Key, port, process, nonce, answer[KeyProof.NonceHeader])));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("00")]
    [InlineData("zz23456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    public async Task A_nonce_is_256_bits(string nonce)
    {
        await using var service = await Service.StartAsync();
        using var connection = await SessionConnection.OpenAsync(service.Server.Address);
        Assert.Equal(HttpStatusCode.BadRequest, (await connection.AskAsync("GET", KeyProof.Path, $"{KeyProof.NonceHeader}: {nonce}")).Status);
    }
}
