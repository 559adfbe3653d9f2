namespace Lathe.Graph.Ops.Select;

/// <summary>One axis to resize: from <paramref name="Size"/> to <paramref name="Target"/> elements by <paramref name="Scale"/>, of the part from Start to End (both 0 to 1) when cropping.</summary>
internal readonly record struct ResizeAxis(int Size, int Target, float Scale, string Transformation, float Start, float End)
{
    /// <summary>True when the axis stays as it is.</summary>
    public bool IsUnchanged => Size == Target && Scale == 1 && Transformation != "tf_crop_and_resize";

    /// <summary>Where output element i lies on the input axis.</summary>
    public double Source(int i) => Transformation switch
    {
        "asymmetric" => i / (double)Scale,
        "align_corners" => Ends(i, Size * (double)Scale),
        "pytorch_half_pixel" => Target == 1 ? 0 : ((i + 0.5) / Scale) - 0.5,
        "tf_half_pixel_for_nn" => (i + 0.5) / Scale,
        "half_pixel_symmetric" => (Size / 2.0 * (1 - (Target / (Size * (double)Scale)))) + ((i + 0.5) / Scale) - 0.5,
        "tf_crop_and_resize" => Target > 1 ? (Start * (Size - 1.0)) + (i * (End - Start) * (Size - 1.0) / (Target - 1)) : 0.5 * (Start + End) * (Size - 1.0),
        _ => ((i + 0.5) / Scale) - 0.5,
    };

    // The standard takes the scaled length as it is, not rounded down to a number of elements.
    private double Ends(int i, double length) => length == 1 || Size == 1 ? 0 : i * (Size - 1.0) / (length - 1);
}
