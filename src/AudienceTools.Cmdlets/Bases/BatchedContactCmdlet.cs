using System.Management.Automation;
using AudienceTools.Cmdlets.Contacts;
using AudienceTools.Core.Import;

namespace AudienceTools.Cmdlets.Bases;

/// <summary>A cmdlet that sends contacts in batches, and can go on with those that are left after a kill.</summary>
public abstract class BatchedContactCmdlet : ContactCmdlet
{
    /// <summary>A file in which acknowledged batches are written down, so that the same command goes on after a kill.</summary>
    [Parameter(
        ParameterSetName = FromPipeline,
        HelpMessage = "A file that lets the same command go on where it stopped, after a kill or a lost line.")]
    [Parameter(ParameterSetName = FromNumbers)]
    [Parameter(ParameterSetName = FromPath)]
    [Parameter(ParameterSetName = FromLiteralPath)]
    [ValidateNotNullOrEmpty]
    public string? CheckpointPath { get; set; }

    /// <summary>Contacts in a request at the most.</summary>
    [Parameter(ParameterSetName = FromPipeline, HelpMessage = "How many contacts one request carries at the most.")]
    [Parameter(ParameterSetName = FromNumbers)]
    [Parameter(ParameterSetName = FromPath)]
    [Parameter(ParameterSetName = FromLiteralPath)]
    [ValidateRange(1, 100_000)]
    public int? BatchSize { get; set; }

    /// <summary>Requests in flight at the most.</summary>
    [Parameter(ParameterSetName = FromPipeline, HelpMessage = "How many requests are under way at a time, 1 to 8; 4 by default.")]
    [Parameter(ParameterSetName = FromNumbers)]
    [Parameter(ParameterSetName = FromPath)]
    [Parameter(ParameterSetName = FromLiteralPath)]
    [ValidateRange(1, 8)]
    public int ThrottleLimit { get; set; } = 4;

    /// <summary>Throws the checkpoint away and begins anew.</summary>
    [Parameter(ParameterSetName = FromPipeline, HelpMessage = "Throws the checkpoint away, whosever import it belongs to, and begins anew.")]
    [Parameter(ParameterSetName = FromNumbers)]
    [Parameter(ParameterSetName = FromPath)]
    [Parameter(ParameterSetName = FromLiteralPath)]
    public SwitchParameter DiscardCheckpoint { get; set; }

    private protected override ImportOptions Options() => base.Options() with
    {
        BatchSize = BatchSize,
        ThrottleLimit = ThrottleLimit,
        CheckpointPath = CheckpointPath is null ? null : InputFiles.ResolveNew(this, CheckpointPath, AudienceErrorCode.FileNotWritable),
        DiscardCheckpoint = DiscardCheckpoint,
    };
}
