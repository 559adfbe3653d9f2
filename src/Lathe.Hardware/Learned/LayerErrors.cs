using Lathe.Hardware.Learned.Kernels;

namespace Lathe.Hardware.Learned;

/// <summary>Sums errors up by the types of layer that NeuralPower (Cai et al. 2017, table 2) published.</summary>
internal static class LayerErrors
{
    private static readonly (string Type, double? Published)[] s_types = [("convolution", 0.3997), ("fully connected", 0.4192), ("pooling", 0.1141), ("other", null)];

    /// <summary>Errors by type; types without a kernel are left out.</summary>
    public static IReadOnlyList<LayerError> Of(IReadOnlyList<(KernelKind Kind, double Measured, double Polynomial, double Trees, double Used)> kernels) =>
    [
        .. s_types.Select((t, i) => (t.Type, t.Published, Rows: kernels.Where(k => TypeOf(k.Kind) == i).ToArray())).Where(t => t.Rows.Length > 0)
            .Select(t =>
            {
                double[] measured = [.. t.Rows.Select(r => r.Measured)];
                var large = t.Rows.Where(r => r.Measured >= LayerError.LargeMicroseconds).ToArray();
                return new LayerError(t.Type, t.Published, ErrorSummary.Of(measured, [.. t.Rows.Select(r => r.Polynomial)]), ErrorSummary.Of(measured, [.. t.Rows.Select(r => r.Trees)]), ErrorSummary.Of(measured, [.. t.Rows.Select(r => r.Used)]), ErrorSummary.Of([.. large.Select(r => r.Measured)], [.. large.Select(r => r.Used)]));
            }),
    ];

    private static int TypeOf(KernelKind kind) => kind switch
    {
        <= KernelKind.PlainDepthwise => 0,
        KernelKind.FullyConnected or KernelKind.MatrixProduct => 1,
        KernelKind.Pool or KernelKind.GlobalPool => 2,
        _ => 3,
    };
}
