namespace Lathe.Hardware.Tests.Learned;

/// <summary>Stops a fit after some visits.</summary>
internal static class CancelAfter
{
    public static void CancelAfterVisits(this CancellationTokenSource stop, SyntheticMeter meter, int visits)
    {
        if (meter.Visits >= visits)
        {
            stop.Cancel();
        }
    }
}
