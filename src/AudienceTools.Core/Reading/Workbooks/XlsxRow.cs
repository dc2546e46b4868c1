namespace AudienceTools.Core.Reading.Workbooks;

/// <summary>A row of a worksheet that isn't empty.</summary>
/// <param name="Number">Its number in the worksheet.</param>
/// <param name="Cells">Its cells up to the last one that isn't empty; null where there is none.</param>
/// <param name="Lacking">The column of its first cell that holds an error, or a formula without a result, from 1; 0 where there is none. Such
/// cells come as null.</param>
/// <param name="IsHidden">Whether the worksheet hides it, by hand or by a filter.</param>
/// <param name="Beyond">The column of its first value beyond those that are read, from 1; 0 where there is none.</param>
internal readonly record struct XlsxRow(int Number, string?[] Cells, int Lacking, bool IsHidden, int Beyond);
