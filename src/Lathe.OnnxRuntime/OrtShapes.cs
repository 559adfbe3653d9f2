using Lathe.OnnxRuntime.Native;
using Lathe.Tensors;

namespace Lathe.OnnxRuntime;

/// <summary>Reads element types and dimensions out of native descriptions.</summary>
internal static unsafe class OrtShapes
{
    public static (DType Type, long[] Dimensions) Read(nint tensorInfo, string where)
    {
        int code;
        nuint rank;
        OrtTable.Check(((delegate* unmanaged<nint, int*, nint>)OrtTable.Entry(OrtTable.GetTensorElementType))(tensorInfo, &code), "read an element type");
        OrtTable.Check(((delegate* unmanaged<nint, nuint*, nint>)OrtTable.Entry(OrtTable.GetDimensionsCount))(tensorInfo, &rank), "read a rank");
        long[] dimensions = new long[rank];
        fixed (long* target = dimensions)
        {
            OrtTable.Check(((delegate* unmanaged<nint, long*, nuint, nint>)OrtTable.Entry(OrtTable.GetDimensions))(tensorInfo, target, rank), "read dimensions");
        }

        return (OrtTypes.FromCode(code, where), dimensions);
    }
}
