using System.Security.Cryptography;
using System.Text;

namespace AudienceTools.Core.Import.Sending;

/// <summary>Rows that are sent together.</summary>
/// <param name="Number">Its place among the import's batches, from 1. The same input and settings give the same batches.</param>
/// <param name="Rows">The rows.</param>
/// <param name="IdempotencyKey">The same for every try, so that a service that knows such keys takes the batch once.</param>
internal sealed record ContactBatch(int Number, IReadOnlyList<PreparedRow> Rows, string IdempotencyKey)
{
    public IEnumerable<Contact> Contacts => Rows.Select(static row => row.Contact!);

    /// <summary>The rows whose numbers are among those given, and the places of the others.</summary>
    public (ContactBatch Known, IReadOnlyList<int> Places) Split(IReadOnlySet<string> numbers) => (
        this with { Rows = [.. Rows.Where(row => numbers.Contains(row.Contact!.PhoneNumber))] },
        [.. Enumerable.Range(0, Rows.Count).Where(index => !numbers.Contains(Rows[index].Contact!.PhoneNumber))]);

    public (ContactBatch First, ContactBatch Second) Halved()
    {
        var half = Rows.Count / 2;
        return (Part(0, half, "a"), Part(half, Rows.Count - half, "b"));
    }

    /// <summary>Some of the rows, with a key of their own.</summary>
    public ContactBatch Part(int place, int count, string key) => new(Number, [.. Rows.Skip(place).Take(count)], IdempotencyKey + key);

    /// <summary>What the batch sends, in 32 hexadecimal digits: another input gives another fingerprint.</summary>
    public string Fingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var contact in Contacts)
        {
            Append(contact.PhoneNumber);
            for (var i = 0; i < contact.Columns.Count; i++)
            {
                Append(contact.Columns[i]);
                Append(contact.Values[i]);
            }
        }

        return Convert.ToHexString(hash.GetHashAndReset().AsSpan(0, 16));

        void Append(string? text)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(text ?? "\u0001"));
            hash.AppendData("\0"u8);
        }
    }
}
