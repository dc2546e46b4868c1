using System.Globalization;
using AudienceTools.Core.Http;

namespace AudienceTools.Cmdlets.Bases;

/// <summary>What a progress line says.</summary>
/// <param name="Status">How much is done, how fast, and what is waited for.</param>
/// <param name="Percent">How much of the whole that is, in per cent; null where the whole isn't known.</param>
/// <param name="SecondsLeft">How long the rest may take, in seconds; null likewise.</param>
internal sealed record ProgressLine(string Status, int? Percent, int? SecondsLeft)
{
    /// <summary>Makes the line.</summary>
    /// <param name="done">How much is done.</param>
    /// <param name="what">What that counts, such as <c>rows done</c>.</param>
    /// <param name="fraction">The part of the whole, from 0 to 1; null where the whole isn't known.</param>
    /// <param name="elapsed">The time that it took.</param>
    /// <param name="wait">What is waited for; null for nothing.</param>
    /// <param name="whole">How much there is to do; null where it isn't known or isn't counted so.</param>
    public static ProgressLine Of(long done, string what, double? fraction, TimeSpan elapsed, RequestWait? wait, long? whole = null)
    {
        var seconds = Math.Max(0.001, elapsed.TotalSeconds);
        var of = whole is { } all ? string.Create(CultureInfo.InvariantCulture, $" of {Math.Max(done, all):N0}") : "";
        var status = string.Create(CultureInfo.InvariantCulture, $"{done:N0}{of} {what}, {done / seconds:N0} a second");
        if (wait is not null)
        {
            status += string.Create(CultureInfo.InvariantCulture, $"; waiting {Math.Ceiling(wait.Delay.TotalSeconds):0} s, {wait.Reason}");
        }

        return fraction is { } part and > 0
            ? new(status, (int)(part * 100), (int)Math.Min(int.MaxValue, seconds / part * (1 - part)))
            : new(status, Percent: null, SecondsLeft: null);
    }
}
