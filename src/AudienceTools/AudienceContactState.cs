namespace AudienceTools;

/// <summary>What became of one row of the input. Each row ends in exactly one state.</summary>
public enum AudienceContactState
{
    /// <summary>It would be sent: only a check was asked for.</summary>
    Valid,

    /// <summary>The row is empty.</summary>
    Blank,

    /// <summary>The row can't be used: see its reason.</summary>
    Invalid,

    /// <summary>Its number stood in an earlier row of the same input.</summary>
    DuplicateInInput,

    /// <summary>The service took it as a new member.</summary>
    Added,

    /// <summary>The audience had it already.</summary>
    AlreadyMember,

    /// <summary>The service refused it: see its reason.</summary>
    Rejected,

    /// <summary>It was sent, and what the service did with it can't be known.</summary>
    Unknown,

    /// <summary>It was not sent, since the import ended before.</summary>
    NotSent,
}
