using System.Numerics;

namespace Lathe.Tensors;

/// <content>Comparisons and searches; none is differentiable.</content>
public static unsafe partial class Functions
{
    /// <summary>a = b, elementwise and broadcast, to bool.</summary>
    public static Tensor Equal(Tensor a, Tensor b) => Compare(a, b, equal: true, less: false);

    /// <summary>a &lt; b, elementwise and broadcast, to bool.</summary>
    public static Tensor Less(Tensor a, Tensor b) => Compare(a, b, equal: false, less: true);

    /// <summary>a &lt;= b, elementwise and broadcast, to bool.</summary>
    public static Tensor LessOrEqual(Tensor a, Tensor b) => Compare(a, b, equal: true, less: true);

    /// <summary>Index of the largest element along an axis as i64 (the first of equals, or the last).</summary>
    public static Tensor ArgMax(Tensor x, int axis, bool keepDimensions = true, bool selectLast = false) => ArgExtreme(x, axis, keepDimensions, selectLast, largest: true);

    /// <summary>Index of the smallest element along an axis as i64 (the first of equals, or the last).</summary>
    public static Tensor ArgMin(Tensor x, int axis, bool keepDimensions = true, bool selectLast = false) => ArgExtreme(x, axis, keepDimensions, selectLast, largest: false);

    private static Tensor Compare(Tensor a, Tensor b, bool equal, bool less)
    {
        if (a.DType != b.DType)
        {
            throw new TensorStateException($"Comparison of {a.Describe()} and {b.Describe()}: element types must be equal. Cast one of them.");
        }

        return a.DType switch
        {
            DType.Float32 => CompareAs<float>(a, b, equal, less),
            DType.Float64 => CompareAs<double>(a, b, equal, less),
            DType.Float16 => CompareAs<Half>(a, b, equal, less),
            DType.Int8 => CompareAs<sbyte>(a, b, equal, less),
            DType.UInt8 => CompareAs<byte>(a, b, equal, less),
            DType.Int16 => CompareAs<short>(a, b, equal, less),
            DType.UInt16 => CompareAs<ushort>(a, b, equal, less),
            DType.Int32 => CompareAs<int>(a, b, equal, less),
            DType.UInt32 => CompareAs<uint>(a, b, equal, less),
            DType.Int64 => CompareAs<long>(a, b, equal, less),
            DType.UInt64 => CompareAs<ulong>(a, b, equal, less),
            DType.Bool => CompareBools(a, b, equal, less),
            _ => Compare(Cast(a, DType.Float32), Cast(b, DType.Float32), equal, less),
        };
    }

    private static Tensor CompareBools(Tensor a, Tensor b, bool equal, bool less) =>
        CompareAs<byte>(Cast(a, DType.UInt8), Cast(b, DType.UInt8), equal, less);

    private static Tensor CompareAs<T>(Tensor a, Tensor b, bool equal, bool less)
        where T : unmanaged, IComparisonOperators<T, T, bool>
    {
        Shape shape = Shape.Broadcast(a.Shape, b.Shape);
        using Tensor left = ExpandRaw(a, shape);
        using Tensor right = ExpandRaw(b, shape);
        Tensor y = Tensor.Empty(shape, DType.Bool);
        T* p = (T*)left.Pointer, q = (T*)right.Pointer;
        for (int i = 0; i < y.Count; i++)
        {
            y.Pointer[i] = (equal && p[i] == q[i]) || (less && p[i] < q[i]) ? (byte)1 : (byte)0;
        }

        return y;
    }

    private static Tensor ArgExtreme(Tensor x, int axis, bool keepDimensions, bool selectLast, bool largest)
    {
        axis = x.Shape.Axis(axis);
        using Tensor wide = x.DType == DType.Float64 ? RowMajor(x) : RowMajor(Cast(x, DType.Float64));
        int outer = x.Shape.Product(0, axis), size = x.Shape[axis], inner = x.Shape.Product(axis + 1, x.Rank);
        var indices = new long[outer * inner];
        double* data = (double*)wide.Pointer;
        for (int o = 0; o < outer; o++)
        {
            for (int i = 0; i < inner; i++)
            {
                double best = data[((long)o * size * inner) + i];
                for (int k = 1; k < size; k++)
                {
                    double value = data[((((long)o * size) + k) * inner) + i];
                    if ((largest ? value > best : value < best) || (selectLast && value == best))
                    {
                        best = value;
                        indices[(o * inner) + i] = k;
                    }
                }
            }
        }

        Shape kept = x.Shape.With(axis, 1);
        Shape dropped = new([.. x.Shape.Dimensions[..axis], .. x.Shape.Dimensions[(axis + 1)..]]);
        return Tensor.From<long>(indices, keepDimensions ? kept : dropped);
    }
}
