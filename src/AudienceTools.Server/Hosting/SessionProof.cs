using AudienceTools.Core.Http;
using AudienceTools.Server.Http;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace AudienceTools.Server.Hosting;

/// <summary>
/// The service's side of <see cref="KeyProof"/>. What was proven holds for the connection: nobody else can speak on it.
/// </summary>
internal static class SessionProof
{
    private static readonly object s_expected = new();
    private static readonly object s_proven = new();

    public static void MapProof(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(KeyProof.Path, static (HttpContext context, ServerOptions options) => Answer(context, options.ApiKey))
            .WithTags("Service")
            .WithSummary("Proves to a session that this service knows the key, by a keyed hash over the session's nonce and one of its own.");
        routes.MapPost(KeyProof.Path, static (HttpContext context) => Accept(context))
            .WithTags("Service")
            .WithSummary("Takes a session's own proof. From then on its connection may hold a session, or end the service.");
    }

    /// <summary>Whether a connection has proven that the other end knows the key.</summary>
    public static bool IsProven(HttpContext context) => Items(context).ContainsKey(s_proven);

    private static Answer Answer(HttpContext context, string key)
    {
        var sessionNonce = context.Request.Headers[KeyProof.NonceHeader].ToString();
        if (!KeyProof.IsNonce(sessionNonce))
        {
            throw ApiException.BadRequest($"The header {KeyProof.NonceHeader} must hold 64 hexadecimal digits.");
        }

        var (port, nonce) = (context.Connection.LocalPort, KeyProof.NewNonce());
        Items(context)[s_expected] = KeyProof.OfSession(key, port, Environment.ProcessId, sessionNonce, nonce);
        context.Response.Headers[KeyProof.NonceHeader] = nonce;
        context.Response.Headers[KeyProof.ProofHeader] = KeyProof.OfService(key, port, Environment.ProcessId, sessionNonce, nonce);
        return new Answer(StatusCodes.Status200OK, "{}"u8.ToArray());
    }

    private static Answer Accept(HttpContext context)
    {
        // One try a nonce.
        if (!Items(context).Remove(s_expected, out var expected)
            || !KeyProof.Matches((string)expected!, context.Request.Headers[KeyProof.ProofHeader]))
        {
            throw new ApiException(StatusCodes.Status401Unauthorized, "That doesn't prove that you know the key.");
        }

        Items(context)[s_proven] = true;
        return new Answer(StatusCodes.Status200OK, "{}"u8.ToArray());
    }

    private static IDictionary<object, object?> Items(HttpContext context) =>
        context.Features.GetRequiredFeature<IConnectionItemsFeature>().Items;
}
