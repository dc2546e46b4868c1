namespace AudienceTools.Server.Hosting;

/// <summary>
/// Writes at most one line to each of them. Whoever started the process may have closed its ends of the pipes or may never read
/// them; neither may stop the service.
/// </summary>
internal static class StandardStreams
{
    public static void Say(string line) => Write(Console.Out, line);

    public static void Complain(string line) => Write(Console.Error, line);

    private static void Write(TextWriter stream, string line)
    {
        try
        {
            stream.WriteLine(line.ReplaceLineEndings(" "));
            stream.Flush();
        }
        catch (IOException)
        {
            // Nobody listens.
        }
    }
}
