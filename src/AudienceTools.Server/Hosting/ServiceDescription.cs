using System.Text.Json.Serialization.Metadata;
using AudienceTools.Server.Atoms;
using AudienceTools.Server.CommBox;
using AudienceTools.Server.Http;
using AudienceTools.Server.Local;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace AudienceTools.Server.Hosting;

/// <summary>What can be asked without a key: whether the service is there, and what it offers.</summary>
internal static class ServiceDescription
{
    private const string HealthPath = "/health";
    private const string HeaderScheme = "apiKey";
    private const string BearerScheme = "bearer";

    private static readonly byte[] s_healthy = """{"status":"ok"}"""u8.ToArray();

    public static IServiceCollection AddServiceDescription(this IServiceCollection services) => services.AddOpenApi("v1", static options =>
    {
        options.CreateSchemaReferenceId = NameOf;
        Describe(options);
    });

    public static void MapServiceDescription(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(HealthPath, static () => new Answer(StatusCodes.Status200OK, s_healthy)).WithTags("Service");
        routes.MapOpenApi("/openapi/{documentName}.json");
    }

    private static void Describe(OpenApiOptions options) => options
        .AddDocumentTransformer(static (document, _, _) =>
        {
            document.Info.Title = "AudienceTools local service";
            document.Info.Version = AudienceServer.Version;
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal)
            {
                [HeaderScheme] = new OpenApiSecurityScheme
                {
                    Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = LocalSurface.KeyHeader,
                },
                [BearerScheme] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer" },
            };
            return Task.CompletedTask;
        })
        .AddOperationTransformer(static (operation, context, _) =>
        {
            if (SchemeOf("/" + context.Description.RelativePath) is { } scheme)
            {
                operation.Security =
                [
                    new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(scheme, context.Document)] = [] },
                ];
            }

            // They come as text, so that one that isn't a number is refused in the API's own words.
            foreach (var parameter in (operation.Parameters ?? []).OfType<OpenApiParameter>().Where(static known => IsNumber(known.Name)))
            {
                parameter.Schema = new OpenApiSchema { Type = JsonSchemaType.Integer, Minimum = "1" };
            }

            return Task.CompletedTask;
        });

    /// <summary>Bodies of several APIs are called the same, and only the names tell them apart in a description.</summary>
    private static string? NameOf(JsonTypeInfo type)
    {
        var name = OpenApiOptions.CreateDefaultSchemaReferenceId(type);
        var api = type.Type.Namespace is { } space && space.StartsWith(typeof(AudienceServer).Namespace!, StringComparison.Ordinal)
            ? space[(space.LastIndexOf('.') + 1)..]
            : null;
        return name is not null && api is nameof(Atoms) or nameof(CommBox) or nameof(OliAI) ? api + name : name;
    }

    private static bool IsNumber(string? parameter) => parameter is "page" or "limit" or "offset";

    private static string? SchemeOf(PathString path)
    {
        if (path.StartsWithSegments(AtomsSurface.Root, StringComparison.Ordinal)
            || path.StartsWithSegments(CommBoxSurface.Root, StringComparison.Ordinal))
        {
            return BearerScheme;
        }

        return path.StartsWithSegments(HealthPath, StringComparison.Ordinal) ? null : HeaderScheme;
    }
}
