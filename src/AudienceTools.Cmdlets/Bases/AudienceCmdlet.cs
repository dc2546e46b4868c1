using System.Globalization;
using System.Management.Automation;
using System.Runtime.ExceptionServices;
using AudienceTools.Cmdlets.Connections;
using AudienceTools.Core;
using AudienceTools.Core.Dialects;
using AudienceTools.Core.Http;
using AudienceTools.Core.Members;

namespace AudienceTools.Cmdlets.Bases;

/// <summary>A cmdlet that speaks to a service: the one of <c>-Connection</c>, of the object it was given, or the runspace's own.</summary>
public abstract class AudienceCmdlet : AsyncCmdlet
{
    private CmdletObserver? _observer;

    /// <summary>The connection to use instead of the session's.</summary>
    [Parameter(HelpMessage = "The connection to use instead of the session's own.")]
    [ValidateNotNull]
    public AudienceConnection? Connection { get; set; }

    internal CmdletObserver Observer => _observer ??= new CmdletObserver(this, Bridge);

    /// <summary>The connection that a given object came from serves it, unless the user names another.</summary>
    protected AudienceConnection ConnectionFor(AudienceReference? audience = null) => Usable(
        Connection ?? audience?.Audience?.Connection ?? ConnectionStore.Current);

    internal AudienceClient ClientOf(AudienceConnection connection) => OpenClient.Of(connection).Client.Observed(Observer);

    /// <summary>The client for an operation. One that the service lacks fails here, before anything is looked up for it.</summary>
    internal AudienceClient ClientFor(AudienceConnection connection, ServiceOperation operation)
    {
        var client = ClientOf(connection);
        client.Require(operation);
        return client;
    }

    /// <summary>The audience that the user means: as given, or looked up.</summary>
    internal static async Task<Audience> ResolveAsync(AudienceClient client, AudienceReference reference, CancellationToken cancellationToken) =>
        reference.Audience ?? await client.FindAudienceAsync(reference.Text, cancellationToken);

    /// <summary>The same for a command that asks before it goes on; null where the lookup failed, which has been said then.</summary>
    private protected Audience? Find(AudienceClient client, AudienceReference reference, object target)
    {
        Audience? audience = null;
        Run(async () => audience = await ResolveAsync(client, reference, StopToken), target);
        return audience;
    }

    /// <summary>An audience as a question shows it: by what a person decides.</summary>
    private protected static string Described(Audience audience, AudienceConnection connection)
    {
        var members = audience.MemberCount is { } count ? ", " + Counted(count, "member") : "";
        return $"'{Redaction.Name(audience.Name)}' ({audience.Id}{members}) on {connection}";
    }

    /// <summary>How many there are of something, as a question says it.</summary>
    private protected static string Counted(long count, string what) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:N0} {what}{(count == 1 ? "" : "s")}");

    /// <summary>Runs a removal. Its receipt is left with the connection, however it ended, and written.</summary>
    private protected void RunRemoval(AudienceConnection connection, Func<Task<RemovalOutcome>> remove, object? target) => Run(
        async () =>
        {
            // A removal that ends without a receipt must not leave an earlier one's in its place.
            connection.LastRemoval = null;
            var (receipt, failure) = await remove();
            connection.LastRemoval = receipt;
            if (failure is OperationCanceledException)
            {
                ExceptionDispatchInfo.Throw(failure);
            }

            await WriteAsync(receipt);
            if (failure is AudienceException exception)
            {
                await Bridge.InvokeAsync(() => WriteFailure(exception, receipt));
            }
        },
        target);

    /// <summary>The connection, where it can be used.</summary>
    private protected static AudienceConnection Usable(AudienceConnection? connection) => connection switch
    {
        null => throw new AudienceException(
            AudienceErrorCode.NotConnected,
            ConnectionStore.All.Count == 0
                ? "No connection is open in this session. Open one with Connect-AudienceService."
                : "The session has no default connection; Get-AudienceConnection lists those that are open. Give one with -Connection, or connect again."),
        { IsOpen: false } => throw new AudienceException(
            AudienceErrorCode.NotConnected, $"The connection to {connection} was closed. Open a new one with Connect-AudienceService."),
        _ => connection,
    };
}
