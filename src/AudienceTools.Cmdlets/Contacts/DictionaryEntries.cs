using System.Collections;

namespace AudienceTools.Cmdlets.Contacts;

/// <summary>What a dictionary holds, whatever its kind: a generic one gives other pairs where it is enumerated as a collection.</summary>
internal static class DictionaryEntries
{
    public static IEnumerable<DictionaryEntry> Of(IDictionary dictionary)
    {
        var entries = dictionary.GetEnumerator();
        using (entries as IDisposable)
        {
            while (entries.MoveNext())
            {
                yield return entries.Entry;
            }
        }
    }
}
