namespace Lathe.Cli;

/// <summary>What the process ends with.</summary>
internal static class ExitCodes
{
    /// <summary>Done, every target met.</summary>
    public const int Done = 0;

    /// <summary>Done, but a target was missed.</summary>
    public const int TargetMissed = 1;

    /// <summary>Bad usage or bad input.</summary>
    public const int BadInput = 2;

    /// <summary>The machine lacks something.</summary>
    public const int Missing = 3;

    /// <summary>Cancelled; state kept.</summary>
    public const int Cancelled = 130;
}
