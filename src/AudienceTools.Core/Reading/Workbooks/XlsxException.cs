namespace AudienceTools.Core.Reading.Workbooks;

/// <summary>What is wrong with a workbook.</summary>
internal enum XlsxFault
{
    /// <summary>It is no workbook of the kind that is read.</summary>
    Unsupported,

    /// <summary>It goes beyond a limit.</summary>
    BeyondLimit,

    /// <summary>It is damaged.</summary>
    Damaged,
}

/// <summary>A workbook isn't read.</summary>
/// <param name="fault">What is wrong.</param>
/// <param name="message">Sentences that go on behind a colon, with nothing in them of what the workbook holds.</param>
/// <param name="inner">What was met.</param>
internal sealed class XlsxException(XlsxFault fault, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>What is wrong.</summary>
    public XlsxFault Fault { get; } = fault;
}
