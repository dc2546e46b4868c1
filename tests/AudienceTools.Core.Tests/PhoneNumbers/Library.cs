using System.Globalization;
using PhoneNumbers;

namespace AudienceTools.Core.Tests.PhoneNumbers;

/// <summary>What libphonenumber knows, for the tests that compare with it.</summary>
internal static class Library
{
    public static readonly PhoneNumberUtil Util = PhoneNumberUtil.GetInstance();

    /// <summary>Every region, and every calling code that belongs to none as region 001.</summary>
    public static readonly IReadOnlyList<(int Code, string Region, PhoneMetadata Metadata)> Regions =
    [
        .. Util.GetSupportedCallingCodes().Order().SelectMany(static code => Util.GetRegionCodesForCountryCode(code)
            .Select(region => (code, region, MetadataOf(code, region)))),
    ];

    public static PhoneMetadata MetadataOf(int code, string region) =>
        region == PhoneNumberUtil.REGION_CODE_FOR_NON_GEO_ENTITY ? Util.GetMetadataForNonGeographicalRegion(code) : Util.GetMetadataForRegion(region);

    public static IEnumerable<PhoneNumberDesc> KindsOf(PhoneMetadata metadata) => new[]
    {
        metadata.FixedLine, metadata.Mobile, metadata.TollFree, metadata.PremiumRate, metadata.SharedCost, metadata.PersonalNumber,
        metadata.Voip, metadata.Pager, metadata.Uan, metadata.Voicemail,
    }.Where(static kind => kind.HasNationalNumberPattern);

    public static PhoneNumber Number(int code, string national)
    {
        var zeros = national.Length - national.TrimStart('0').Length;
        var number = new PhoneNumber.Builder().SetCountryCode(code)
            .SetNationalNumber(ulong.Parse(national, CultureInfo.InvariantCulture));
        if (zeros > 0)
        {
            number.SetNumberOfLeadingZeros(zeros);
        }

        return number.Build();
    }

    public static bool IsValid(int code, string national) => national.TrimStart('0').Length > 0 && Util.IsValidNumber(Number(code, national));

    /// <summary>Draws valid numbers: of any region, of any kind that it has, all over the pattern of that kind.</summary>
    public static IEnumerable<(PhoneNumber Number, string Region)> ValidNumbers(Random random)
    {
        var patterns = Regions
            .Select(static place => (place.Code, place.Region, Kinds: KindsOf(place.Metadata).Select(static kind => DigitPattern.Parse(kind.NationalNumberPattern)).ToList()))
            .Where(static place => place.Kinds.Count > 0).ToList();
        while (true)
        {
            var (code, region, kinds) = patterns[random.Next(patterns.Count)];
            var number = Number(code, kinds[random.Next(kinds.Count)].Draw(random));
            if (Util.IsValidNumber(number))
            {
                yield return (number, Util.GetRegionCodeForNumber(number));
            }
        }
    }
}
