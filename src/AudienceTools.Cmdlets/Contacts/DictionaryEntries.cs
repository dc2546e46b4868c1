using System.Collections;

namespace AudienceTools.Cmdlets.Contacts;

/// <summary>What a dictionary holds, whatever its kind: a generic one gives other pairs where LINQ enumerates it as a collection.</summary>
internal static class DictionaryEntries
{
    public static IEnumerable<DictionaryEntry> Of(IDictionary dictionary)
    {
        foreach (DictionaryEntry entry in dictionary)
        {
            yield return entry;
        }
    }
}
