using AudienceTools.Server.Http;
using Microsoft.AspNetCore.OpenApi;

namespace AudienceTools.Server.Hosting;

/// <summary>What can be asked without a key: whether the service is there, and what it offers.</summary>
internal static class ServiceDescription
{
    private static readonly byte[] s_healthy = """{"status":"ok"}"""u8.ToArray();

    public static IServiceCollection AddServiceDescription(this IServiceCollection services) => services.AddOpenApi("v1", Describe);

    public static void MapServiceDescription(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health", static () => new Answer(StatusCodes.Status200OK, s_healthy)).WithTags("Service");
        routes.MapOpenApi("/openapi/{documentName}.json");
    }

    private static void Describe(OpenApiOptions options) => options.AddDocumentTransformer(static (document, _, _) =>
    {
        document.Info.Title = "AudienceTools local service";
        document.Info.Version = AudienceServer.Version;
        return Task.CompletedTask;
    });
}
