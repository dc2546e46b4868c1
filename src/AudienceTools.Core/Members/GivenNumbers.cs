using AudienceTools.Core.PhoneNumbers;

namespace AudienceTools.Core.Members;

/// <summary>The phone numbers by which people are meant who are to be taken out of something.</summary>
internal static class GivenNumbers
{
    /// <summary>Each of them once, as it is written here; what can't be read stays as it is.</summary>
    public static HashSet<string> Of(IEnumerable<string> phoneNumbers) => phoneNumbers.Select(PhoneNumber.Normal).ToHashSet(StringComparer.Ordinal);

    /// <summary>Takes out those that can't be read: whose they are is not known.</summary>
    public static List<string> TakeUnreadable(HashSet<string> numbers)
    {
        var unreadable = numbers.Where(static number => PhoneNumber.TryParse(number, defaultCountry: null, out _) != PhoneNumberProblem.None).ToList();
        numbers.ExceptWith(unreadable);
        return unreadable;
    }

    /// <summary>The error of those that can't be read; null where all can.</summary>
    public static AudienceException? Refusal(int unreadable) => unreadable == 0 ? null : new(
        AudienceErrorCode.InvalidPhoneNumber,
        FormattableString.Invariant(
            $"{unreadable} of the numbers can't be read, so whose they are is not known and nobody was removed for them. Give numbers with + and their calling code."));
}
