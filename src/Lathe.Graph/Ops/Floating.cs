using Lathe.Tensors;

namespace Lathe.Graph.Ops;

/// <summary>Binary32 is what the differentiable functions compute in; other number types are converted on the way in and out.</summary>
internal static class Floating
{
    /// <summary>The tensor as binary32: itself when it is.</summary>
    public static Tensor Of(Tensor x) => x.DType == DType.Float32 ? x : Functions.Cast(x, DType.Float32);

    /// <summary>A binary32 result in the type of the argument it came from.</summary>
    public static Tensor Back(Tensor result, DType type) => type == DType.Float32 ? result : Functions.Cast(result, type);

    /// <summary>The numbers of any tensor in binary64, in row-major order.</summary>
    public static double[] Numbers(Tensor x) => x.DType == DType.Float64 ? x.ToArray<double>() : Functions.Cast(x, DType.Float64).ToArray<double>();

    /// <summary>Numbers in binary64 as a tensor of a type.</summary>
    public static Tensor From(double[] numbers, Shape shape, DType type)
    {
        Tensor wide = Tensor.From<double>(numbers, shape);
        return type == DType.Float64 ? wide : Functions.Cast(wide, type);
    }

    /// <summary>The first number of a tensor, usually a scalar.</summary>
    public static double Number(Tensor x) => x.Count > 0 ? Numbers(x)[0] : throw new InvalidInputException($"{x.Describe()} is empty where a number is expected. Check the model.");

    /// <summary>A scalar input, or a default where it is absent.</summary>
    public static double Number(ForwardContext context, int index, double otherwise) => context.Optional(index) is { } given ? Number(given) : otherwise;
}
