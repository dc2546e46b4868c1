using System.Collections.Frozen;

namespace AudienceTools.Core.Columns;

/// <summary>The names that columns of phone numbers go by.</summary>
internal static class PhoneColumnNames
{
    // Without blanks, dashes and underscores, in lower case. No “number”: that may be a house's or a customer's.
    private static readonly FrozenSet<string> s_known = new[]
    {
        "phone", "phone1", "phones", "phoneno", "phonenr", "phonenum", "phonenumber", "phonenumber1", "phonenumbers", "phonee164",
        "phone1value", "e164", "mobile", "mobile1", "mobileno", "mobilenr", "mobilenum", "mobilenumber", "mobilephone", "mobilephoneno",
        "mobilephonenumber", "cell", "cellno", "cellnumber", "cellphone", "cellphonenumber", "cellular", "msisdn", "contactno",
        "contactnumber", "contactphone", "contactphonenumber", "contactmobile", "contactmobilenumber", "customerphone", "customermobile",
        "customerphonenumber", "primaryphone", "primaryphonenumber", "mainphone", "homephone", "workphone", "businessphone", "officephone",
        "tel", "telno", "telnr", "telnumber", "telephone", "telephoneno", "telephonenumber", "landline",
    }.ToFrozenSet(StringComparer.Ordinal);

    public static bool IsKnown(string name)
    {
        if (name.Length > 64)
        {
            return false;
        }

        Span<char> bare = stackalloc char[name.Length];
        var length = 0;
        foreach (var c in name)
        {
            if (char.IsLetterOrDigit(c))
            {
                bare[length++] = char.ToLowerInvariant(c);
            }
        }

        return s_known.Contains(bare[..length].ToString());
    }
}
