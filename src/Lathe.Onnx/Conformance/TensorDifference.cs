using Lathe.Graph;
using Lathe.Tensors;

namespace Lathe.Onnx.Conformance;

/// <summary>Compares a tensor with the expected one as ONNX's own runner does: type and shape exactly, values within a tolerance of their type.</summary>
internal static class TensorDifference
{
    private const double Absolute = 1e-7;

    public static string? Find(TensorData expected, Tensor actual, bool valuesMatter)
    {
        if (expected.Type != actual.DType || expected.Shape != actual.Shape)
        {
            return $"{actual} where {expected} is expected";
        }

        if (!valuesMatter)
        {
            return null;
        }

        using TensorScope scope = TensorScope.Begin();
        double relative = RelativeTolerance(expected.Type);
        double[] want = Functions.Cast(expected.ToTensor(), DType.Float64).ToArray<double>(), have = Functions.Cast(actual, DType.Float64).ToArray<double>();
        for (int i = 0; i < want.Length; i++)
        {
            bool equal = want[i].Equals(have[i]) || Math.Abs(want[i] - have[i]) <= Absolute + (relative * Math.Abs(want[i]));
            if (!equal)
            {
                return $"element {i} is {have[i]:g9} where {want[i]:g9} is expected";
            }
        }

        return null;
    }

    // Half floats differ by half a unit in their last place after every operation.
    private static double RelativeTolerance(DType type) => type switch
    {
        DType.Float16 => 2e-3,
        DType.BFloat16 => 1e-2,
        DType.Float32 or DType.Float64 => 1e-3,
        _ => 0,
    };
}
