namespace Lathe.Runtime.Floating;

/// <summary>The cell of a recurrent layer.</summary>
public enum FloatRecurrentKind
{
    /// <summary>Gates i, o, f, c (Hochreiter and Schmidhuber 1997).</summary>
    Lstm,

    /// <summary>Gates z, r, h, the reset gate on the last state (Cho et al. 2014).</summary>
    Gru,

    /// <summary>Gates z, r, h, the reset gate on what the last state's matrix gives, as most frameworks have it.</summary>
    GruResetAfter,
}
