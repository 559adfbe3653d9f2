namespace Lathe.Models.Zoo;

/// <summary>
/// The block of MobileNet v2, v3 and EfficientNet (Sandler et al. 2018): widen by 1 x 1, filter each channel, narrow by 1 x 1
/// without activation; a shortcut where the shapes allow.
/// </summary>
/// <param name="Wide">Channels between.</param>
/// <param name="Kernel">Side of the depthwise filter.</param>
/// <param name="Stride">Its stride.</param>
/// <param name="Outputs">Channels out.</param>
/// <param name="Activate">The activation.</param>
internal sealed record InvertedResidual(int Wide, int Kernel, int Stride, int Outputs, Func<string, string> Activate)
{
    /// <summary>Weighs the wide channels before they are narrowed, or null.</summary>
    public Func<string, string>? Excite { get; init; }

    public string Build(GraphBuilder b, string x, string name)
    {
        string y = x;
        if (Wide != b.Channels(x))
        {
            y = Activate(b.BatchNorm(b.Conv(y, Wide, 1, name: name + "/widen"), name + "/widen/bn"));
        }

        y = Activate(b.BatchNorm(b.Conv(y, Wide, Kernel, Stride, groups: Wide, name: name + "/dw"), name + "/dw/bn"));
        y = Excite?.Invoke(y) ?? y;
        y = b.BatchNorm(b.Conv(y, Outputs, 1, name: name + "/narrow"), name + "/narrow/bn");
        return Stride == 1 && b.Channels(x) == Outputs ? b.Add(x, y) : y;
    }
}
