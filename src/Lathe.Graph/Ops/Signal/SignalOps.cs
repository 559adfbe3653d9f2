namespace Lathe.Graph.Ops.Signal;

/// <summary>All operators on signals.</summary>
internal static class SignalOps
{
    public static IEnumerable<OpDefinition> All =>
    [
        new WindowOp("HannWindow", 0.5, 0.5, 0), new WindowOp("HammingWindow", 25.0 / 46, 21.0 / 46, 0), new WindowOp("BlackmanWindow", 0.42, 0.5, 0.08),
        new MelWeightMatrixOp(), new DftOp(), new StftOp(), new TfIdfVectorizerOp(),
    ];
}
