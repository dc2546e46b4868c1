using AudienceTools.Server.Http;

namespace AudienceTools.Server.Local;

/// <summary>Checks what people name and describe.</summary>
internal static class Fields
{
    private const int MaximumName = 200;
    private const int MaximumText = 2000;

    /// <summary>A name that must be there.</summary>
    /// <exception cref="ApiException">400 where there is no name, or one that isn't a line of text.</exception>
    public static string Name(string? value, string field = "name") =>
        string.IsNullOrWhiteSpace(value) ? throw ApiException.BadRequest($"{field} is required.") : OptionalName(value, field)!;

    /// <summary>A name, where one is given.</summary>
    /// <exception cref="ApiException">400 where it isn't a line of text.</exception>
    public static string? OptionalName(string? value, string field)
    {
        if (value is not null && (value.Length > MaximumName || string.IsNullOrWhiteSpace(value) || value.Any(char.IsControl)))
        {
            throw ApiException.BadRequest($"{field} must be one line of 1 to {MaximumName} characters.");
        }

        return value;
    }

    /// <summary>A description, where one is given.</summary>
    /// <exception cref="ApiException">400 where it is too long.</exception>
    public static string? Description(string? value)
    {
        if (value is not null && (value.Length > MaximumText || value.Contains('\0', StringComparison.Ordinal)))
        {
            throw ApiException.BadRequest($"description must be text of at most {MaximumText} characters.");
        }

        return value;
    }
}
