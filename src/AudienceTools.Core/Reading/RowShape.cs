using System.Globalization;

namespace AudienceTools.Core.Reading;

/// <summary>Brings the rows of one file into the shape of its header.</summary>
internal sealed class RowShape
{
    private RowHeader _wider;

    public RowShape(RowHeader header) => Header = _wider = header;

    public RowHeader Header { get; }

    /// <summary>The header for a row with cells beyond the last column, so that none is lost: the names of those are empty.</summary>
    public RowHeader Widen(int count)
    {
        if (_wider.Names.Count != count)
        {
            _wider = new RowHeader([.. Header.Names, .. Enumerable.Repeat("", count - Header.Names.Count)])
            {
                Declared = Header,
                Source = Header.Source,
            };
        }

        return _wider;
    }

    /// <summary>The problem of such a row.</summary>
    public RowProblem Ragged(int count, long line) => new(
        RowReasons.RaggedRow,
        Header.IsGiven
            ? $"The row (line {line}) has {count} cells where -Header names {Header.Names.Count}. Name all columns, or put quotes around "
                + "cells that hold the delimiter."
            : $"The row (line {line}) has {count} cells where the header has {Header.Names.Count}. Put quotes around cells that hold the "
                + "delimiter, or name the column.");
}
