namespace AudienceTools.Core.Reading.Text;

/// <summary>Finds the end of a record that is too long to be held, in the memory of one block.</summary>
internal static class LongRecord
{
    private const int Block = 1 << 16;

    /// <summary>Reads to the end of the record that begins where the stream stands.</summary>
    /// <param name="stream">Text in UTF-8.</param>
    /// <param name="delimiter">What parts the cells.</param>
    /// <returns>How many bytes the record takes with its line end, on how many lines, and whether its quotes are closed.</returns>
    public static async ValueTask<(long Bytes, long Lines, bool IsClosed)> MeasureAsync(Stream stream, byte delimiter, CancellationToken ct)
    {
        var block = new byte[Block];
        var (bytes, lines, state, last) = (0L, 0L, Place.Start, (byte)0);
        while (await stream.ReadAsync(block, ct) is var count and > 0)
        {
            for (var i = 0; i < count; i++, bytes++)
            {
                var c = block[i];

                // What follows a carriage return tells whether its line end takes one character or two.
                if (state == Place.Return)
                {
                    return (c == '\n' ? bytes + 1 : bytes, lines, true);
                }

                if (c is (byte)'\r' || (c is (byte)'\n' && last != '\r'))
                {
                    lines++;
                }

                if (state != Place.Quoted && c is ((byte)'\n' or (byte)'\r'))
                {
                    if (c == '\n')
                    {
                        return (bytes + 1, lines, true);
                    }

                    state = Place.Return;
                    continue;
                }

                state = Next(state, c, delimiter);
                last = c;
            }
        }

        return (bytes, lines, state != Place.Quoted);
    }

    // A quote that is doubled closes and opens again.
    private static Place Next(Place place, byte c, byte delimiter) => place switch
    {
        Place.Quoted => c == '"' ? Place.Closed : Place.Quoted,
        Place.Closed when c == '"' => Place.Quoted,
        _ when c == delimiter => Place.Start,
        Place.Start when c == '"' => Place.Quoted,
        Place.Start when c is (byte)' ' or (byte)'\t' => Place.Start,
        _ => Place.Text,
    };

    private enum Place
    {
        Start,
        Text,
        Quoted,
        Closed,
        Return,
    }
}
