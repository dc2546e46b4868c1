namespace AudienceTools.Core.Reading.Workbooks;

/// <summary>What a workbook may cost. The reader of the service and that of the module share the guards, each with limits of its own.</summary>
internal sealed record XlsxLimits
{
    /// <summary>The largest row or text, in bytes of XML.</summary>
    public required int MaxRowBytes { get; init; }

    /// <summary>The most columns.</summary>
    public required int MaxColumns { get; init; }

    /// <summary>The most bytes of all parts together, when inflated.</summary>
    public required long MaxInflatedBytes { get; init; }

    /// <summary>The most bytes of a part that are held in memory, when inflated.</summary>
    public required long MaxHeldBytes { get; init; }

    /// <summary>The most texts in the workbook's table of texts.</summary>
    public int MaxTexts { get; init; } = int.MaxValue;
}
