using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;

namespace AudienceTools.Cmdlets.Contacts;

/// <summary>What stands before a command in its pipeline.</summary>
internal static class Upstream
{
    private static readonly string[] s_readers = ["Microsoft.PowerShell.Commands.ImportCsvCommand", "Microsoft.PowerShell.Commands.ConvertFromCsvCommand"];

    /// <summary>
    /// Whether rows come straight from Import-Csv or ConvertFrom-Csv, with nothing between that could add a property to one: each has the
    /// properties of its file's header, then, and no other.
    /// </summary>
    public static bool IsCsv(PSCmdlet cmdlet)
    {
        var invocation = cmdlet.MyInvocation;
        return invocation.PipelinePosition == 2
            && Runspace.DefaultRunspace?.Debugger?.GetCallStack().FirstOrDefault()?.Position is { } statement
            && Before(invocation, statement) is { } name
            && s_readers.Contains(Implementation(cmdlet, name), StringComparer.Ordinal);
    }

    // The command that stands first where the running one stands second: found by its place, in the statement that is being run.
    private static string? Before(InvocationInfo invocation, IScriptExtent statement) =>
        Parser.ParseInput(statement.Text, out _, out _)
            .FindAll(static ast => ast is PipelineAst { PipelineElements: [CommandAst, CommandAst, ..] }, searchNestedScriptBlocks: true)
            .Cast<PipelineAst>()
            .FirstOrDefault(pipeline => IsAt(pipeline.PipelineElements[1].Extent, invocation, statement))
            ?.PipelineElements[0] is CommandAst command ? command.GetCommandName() : null;

    private static bool IsAt(IScriptExtent part, InvocationInfo invocation, IScriptExtent statement) =>
        statement.StartLineNumber + part.StartLineNumber - 1 == invocation.ScriptLineNumber
        && (part.StartLineNumber == 1 ? statement.StartColumnNumber - 1 : 0) + part.StartColumnNumber == invocation.OffsetInLine;

    private static string? Implementation(PSCmdlet cmdlet, string name)
    {
        var command = cmdlet.InvokeCommand.GetCommand(name, CommandTypes.All);
        return ((command as AliasInfo)?.ResolvedCommand ?? command) is CmdletInfo found ? found.ImplementingType.FullName : null;
    }
}
