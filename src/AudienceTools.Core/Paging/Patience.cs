namespace AudienceTools.Core.Paging;

/// <summary>After each trouble, waits for twice as many good pages before something is tried again.</summary>
/// <param name="least">The first wait.</param>
/// <param name="most">The longest.</param>
internal sealed class Patience(int least, int most)
{
    private int _needed;
    private int _good;

    /// <summary>Whether nothing went wrong for long enough.</summary>
    public bool IsOver => _good >= _needed;

    public void OnGood() => _good = Math.Min(most, _good + 1);

    /// <summary>Troubles without a good page between them are one.</summary>
    public void OnTrouble()
    {
        _needed = _needed == 0 ? least : _good == 0 ? _needed : Math.Min(most, _needed * 2);
        _good = 0;
    }
}
