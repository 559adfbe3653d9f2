using System.Numerics;
using Lathe.Tensors.Kernels;

namespace Lathe.Tensors;

/// <summary>Elementwise arithmetic on types other than binary32: scalar loops, exact in the type's own arithmetic.</summary>
internal static unsafe class TypedArithmetic
{
    public static Tensor Binary(BinaryOp op, Tensor a, Tensor b) => a.DType switch
    {
        DType.Float64 => Run<double>(op, a, b),
        DType.Float16 => Run<Half>(op, a, b),
        DType.Int8 => Run<sbyte>(op, a, b),
        DType.UInt8 => Run<byte>(op, a, b),
        DType.Int16 => Run<short>(op, a, b),
        DType.UInt16 => Run<ushort>(op, a, b),
        DType.Int32 => Run<int>(op, a, b),
        DType.UInt32 => Run<uint>(op, a, b),
        DType.Int64 => Run<long>(op, a, b),
        DType.UInt64 => Run<ulong>(op, a, b),
        _ => throw new TensorStateException($"{op} is not defined for {a.Describe()}. Cast it to a number type first."),
    };

    private static Tensor Run<T>(BinaryOp op, Tensor a, Tensor b)
        where T : unmanaged, INumber<T>
    {
        Shape shape = Shape.Broadcast(a.Shape, b.Shape);
        using Tensor left = Functions.ExpandRaw(a, shape);
        using Tensor right = Functions.ExpandRaw(b, shape);
        Tensor result = Tensor.Empty(shape, a.DType);
        Span<T> x = left.AsSpan<T>(), y = right.AsSpan<T>(), r = result.AsSpan<T>();
        for (int i = 0; i < r.Length; i++)
        {
            r[i] = Apply(op, x[i], y[i]);
        }

        return result;
    }

    private static T Apply<T>(BinaryOp op, T x, T y)
        where T : unmanaged, INumber<T> => op switch
    {
        BinaryOp.Add => x + y,
        BinaryOp.Subtract => x - y,
        BinaryOp.Multiply => x * y,
        BinaryOp.Divide when y == T.Zero && !IsFloat<T>() => throw new InvalidInputException($"Division of {x} by zero in an integer tensor."),
        BinaryOp.Divide => x / y,
        BinaryOp.Power => IsFloat<T>() ? T.CreateSaturating(Math.Pow(double.CreateSaturating(x), double.CreateSaturating(y))) : IntegerPower(x, y),
        BinaryOp.Minimum => T.Min(x, y),
        _ => T.Max(x, y),
    };

    private static T IntegerPower<T>(T x, T y)
        where T : unmanaged, INumber<T>
    {
        if (y < T.Zero)
        {
            return T.CreateSaturating(Math.Pow(double.CreateSaturating(x), double.CreateSaturating(y)));
        }

        T result = T.One;
        for (ulong n = ulong.CreateSaturating(y); n > 0; n >>= 1)
        {
            if ((n & 1) == 1)
            {
                result *= x;
            }

            x *= x;
        }

        return result;
    }

    private static bool IsFloat<T>() => typeof(T) == typeof(double) || typeof(T) == typeof(Half) || typeof(T) == typeof(float);
}
