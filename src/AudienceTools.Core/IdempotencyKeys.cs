namespace AudienceTools.Core;

/// <summary>Keys under which a service does a request once.</summary>
public static class IdempotencyKeys
{
    /// <summary>A key that was never used.</summary>
    public static string New() => Guid.NewGuid().ToString("N");
}
