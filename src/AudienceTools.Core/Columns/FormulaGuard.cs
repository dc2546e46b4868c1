using AudienceTools.Core.PhoneNumbers;

namespace AudienceTools.Core.Columns;

/// <summary>
/// Makes cells harmless that a spreadsheet would take for a formula, and takes that off again when the file comes back. A cell that is a
/// phone number in E.164 form is left alone: the guard would damage it for every other program.
/// </summary>
/// <remarks>After OWASP, "CSV Injection": a cell is a formula where it begins with one of <c>= + - @</c>, a tab or a carriage return.</remarks>
internal static class FormulaGuard
{
    private const char Guard = '\'';

    public static string? Protect(string? cell) => cell is not null && !IsE164(cell) && IsFormula(cell) ? Guard + cell : cell;

    /// <summary>The cell as it was before <see cref="Protect"/>.</summary>
    public static string? Restore(string? cell) => IsGuarded(cell) ? cell![1..] : cell;

    /// <summary>Whether a cell is as <see cref="Protect"/> makes it.</summary>
    public static bool IsGuarded(string? cell) => cell is [Guard, ..] && IsFormula(cell);

    // A cell that begins with guards and then a formula gets one more, so that each form comes back as it was.
    private static bool IsFormula(string cell)
    {
        var rest = cell.AsSpan().TrimStart(Guard);
        return rest.Length > 0 && rest[0] is ('=' or '+' or '-' or '@' or '\t' or '\r');
    }

    private static bool IsE164(string cell) =>
        cell.Length is > PhoneNumber.MinDigits and <= PhoneNumber.MaxDigits + 1 && cell[0] == '+' && cell.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0;
}
