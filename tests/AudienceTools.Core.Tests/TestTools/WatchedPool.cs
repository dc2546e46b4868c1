using System.Buffers;

namespace AudienceTools.Core.Tests.TestTools;

/// <summary>
/// A pool that knows what is out. What comes back is overwritten and goes out again first, so that whoever still reads it reads nonsense.
/// </summary>
internal sealed class WatchedPool : ArrayPool<byte>
{
    private readonly Lock _lock = new();
    private readonly HashSet<byte[]> _out = [];
    private readonly Stack<byte[]> _back = [];

    /// <summary>How many arrays are out.</summary>
    public int Out
    {
        get
        {
            lock (_lock)
            {
                return _out.Count;
            }
        }
    }

    /// <summary>How often an array was asked for.</summary>
    public int Rented { get; private set; }

    /// <summary>The length of the largest array that was asked for.</summary>
    public int Largest { get; private set; }

    public override byte[] Rent(int minimumLength)
    {
        lock (_lock)
        {
            Rented++;
            Largest = Math.Max(Largest, minimumLength);
            var array = _back.TryPeek(out var used) && used.Length >= minimumLength ? _back.Pop() : new byte[minimumLength];
            _out.Add(array);
            return array;
        }
    }

    public override void Return(byte[] array, bool clearArray = false)
    {
        lock (_lock)
        {
            Assert.True(_out.Remove(array), "An array came back that wasn't out.");
            array.AsSpan().Fill((byte)'?');
            _back.Push(array);
        }
    }
}
