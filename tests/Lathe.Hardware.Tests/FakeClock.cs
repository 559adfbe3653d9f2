namespace Lathe.Hardware.Tests;

/// <summary>A clock that moves only when work says how long it took.</summary>
internal sealed class FakeClock : TimeProvider
{
    private long _microseconds;

    public override long TimestampFrequency => 1_000_000;

    public override long GetTimestamp() => _microseconds;

    public void Spend(double milliseconds) => _microseconds += (long)Math.Round(milliseconds * 1000);
}
