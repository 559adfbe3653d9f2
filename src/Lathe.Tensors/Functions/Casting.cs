using System.Numerics;

namespace Lathe.Tensors;

/// <summary>Element type conversions with ONNX Cast's rules.</summary>
internal static unsafe class Casting
{
    /// <summary>Fills y, of x's shape and layout, with x converted.</summary>
    public static void Run(Tensor x, Tensor y)
    {
        if (x.DType.IsFloating() && y.DType.IsFloating() && x.DType != DType.Float64 && y.DType != DType.Float64)
        {
            ComputeBackend.Current.Elementwise.Convert(x.Count, x.DType, x.Pointer, y.DType, y.Pointer);
            return;
        }

        switch (x.DType)
        {
            case DType.Float32: From((float*)x.Pointer, y); break;
            case DType.Float64: From((double*)x.Pointer, y); break;
            case DType.Float16: From((Half*)x.Pointer, y); break;
            case DType.Int8: From((sbyte*)x.Pointer, y); break;
            case DType.UInt8: From(x.Pointer, y); break;
            case DType.Int16: From((short*)x.Pointer, y); break;
            case DType.UInt16: From((ushort*)x.Pointer, y); break;
            case DType.Int32: From((int*)x.Pointer, y); break;
            case DType.UInt32: From((uint*)x.Pointer, y); break;
            case DType.Int64: From((long*)x.Pointer, y); break;
            case DType.UInt64: From((ulong*)x.Pointer, y); break;
            case DType.Bool: From(x.Pointer, y); break;
            default:
                using (Tensor wide = Tensor.Empty(x.Shape, DType.Float32, x.Layout))
                {
                    ComputeBackend.Current.Elementwise.Convert(x.Count, x.DType, x.Pointer, DType.Float32, wide.Pointer);
                    From((float*)wide.Pointer, y);
                }

                break;
        }
    }

    private static void From<T>(T* x, Tensor y)
        where T : unmanaged, INumberBase<T>
    {
        switch (y.DType)
        {
            case DType.Float32: Convert(x, (float*)y.Pointer, y.Count); break;
            case DType.Float64: Convert(x, (double*)y.Pointer, y.Count); break;
            case DType.Float16: Convert(x, (Half*)y.Pointer, y.Count); break;
            case DType.Int8: Convert(x, (sbyte*)y.Pointer, y.Count); break;
            case DType.UInt8: Convert(x, y.Pointer, y.Count); break;
            case DType.Int16: Convert(x, (short*)y.Pointer, y.Count); break;
            case DType.UInt16: Convert(x, (ushort*)y.Pointer, y.Count); break;
            case DType.Int32: Convert(x, (int*)y.Pointer, y.Count); break;
            case DType.UInt32: Convert(x, (uint*)y.Pointer, y.Count); break;
            case DType.Int64: Convert(x, (long*)y.Pointer, y.Count); break;
            case DType.UInt64: Convert(x, (ulong*)y.Pointer, y.Count); break;
            case DType.Bool:
                for (int i = 0; i < y.Count; i++)
                {
                    y.Pointer[i] = T.IsZero(x[i]) ? (byte)0 : (byte)1;
                }

                break;
            default:
                using (Tensor wide = Tensor.Empty(y.Shape, DType.Float32, y.Layout))
                {
                    Convert(x, (float*)wide.Pointer, y.Count);
                    ComputeBackend.Current.Elementwise.Convert(y.Count, DType.Float32, wide.Pointer, y.DType, y.Pointer);
                }

                break;
        }
    }

    private static void Convert<TFrom, TTo>(TFrom* x, TTo* y, int count)
        where TFrom : unmanaged, INumberBase<TFrom>
        where TTo : unmanaged, INumberBase<TTo>
    {
        // Integers wrap and floats saturate: what C casts do where they are defined.
        bool wrap = TFrom.IsInteger(TFrom.One) && typeof(TFrom) != typeof(float) && typeof(TFrom) != typeof(double) && typeof(TFrom) != typeof(Half);
        for (int i = 0; i < count; i++)
        {
            y[i] = wrap ? TTo.CreateTruncating(x[i]) : TTo.CreateSaturating(x[i]);
        }
    }
}
