// The main job from C#, through the core alone: a CSV file becomes an audience on the local service, every row is accounted for,
// the members come back, and the audience is deleted.
using AudienceTools;
using AudienceTools.Core;
using AudienceTools.Core.Import;
using AudienceTools.Core.Paging;
using AudienceTools.Core.Reading;
using Quickstart;

var file = args.Length > 0 ? args[0] : Path.Combine(AppContext.BaseDirectory, "contacts.csv");
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    stop.Cancel();
};

await using var service = await LocalService.StartAsync(stop.Token);
using var client = new AudienceClient(new AudienceClientOptions
{
    Service = AudienceService.Local,
    Address = service.Address,
    ApiKey = service.Key,
});

await using var reader = ContactReaders.OpenFile(file, new ReaderOptions());
var import = new ContactImport(client, new ImportOptions(), new Messages());
var (audience, receipt, failure) = await import.CreateAsync(new AudienceDefinition("Quickstart"), reader, stop.Token);
if (failure is not null || audience is null)
{
    Console.Error.WriteLine(receipt.StoppedBecause ?? "None of the rows can be used.");
    return 1;
}

Console.WriteLine($"Created '{audience.Name}' ({audience.Id}).");
Console.WriteLine($"{receipt.Received} rows: {receipt.Added} added, {receipt.DuplicateInInput} a number again, {receipt.Invalid} invalid.");
foreach (var (reason, count) in receipt.Reasons)
{
    Console.WriteLine($"  {count,4} {reason}");
}

var inPune = 0;
var members = 0;
await foreach (var page in client.ListMembersAsync(audience.Id, new MemberQuery(), ListRange.All, stop.Token))
{
    members += page.Items.Count;
    inPune += page.Items.Count(static member => member.GetColumn("City") == "Pune");
}

Console.WriteLine($"{members} members, {inPune} of them in Pune.");
await client.DeleteAudienceAsync(audience.Id, stop.Token);
Console.WriteLine("Deleted.");
return 0;
