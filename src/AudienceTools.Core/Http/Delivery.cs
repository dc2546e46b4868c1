namespace AudienceTools.Core.Http;

/// <summary>Whether a request can have taken effect, over all of its tries: the last one's failure alone doesn't tell.</summary>
internal sealed class Delivery
{
    /// <summary>Whether some try may have been worked on. Also holds while one is under way.</summary>
    public bool MayHaveWorked { get; set; }
}
