using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Lathe.Hardware.Devices;

/// <summary>Dot products of four bytes (<c>vpdpbusd</c>).</summary>
internal readonly struct VnniStep : IByteStep<Vector256<int>>
{
    public static int Products => 32;

    public static Vector256<int> Start(int value) => Vector256.Create(value);

    public static Vector256<int> Next(Vector256<int> sum) => AvxVnni.MultiplyWideningAndAdd(sum, sum.AsByte(), Vector256.Create((sbyte)3));
}

/// <summary>Pairs of bytes, then of 16 bits, then a sum (<c>vpmaddubsw</c>, <c>vpmaddwd</c>, <c>vpaddd</c>).</summary>
internal readonly struct PairStep : IByteStep<Vector256<int>>
{
    public static int Products => 32;

    public static Vector256<int> Start(int value) => Vector256.Create(value);

    public static Vector256<int> Next(Vector256<int> sum) => Avx2.Add(sum, Avx2.MultiplyAddAdjacent(Avx2.MultiplyAddAdjacent(sum.AsByte(), Vector256.Create((sbyte)3)), Vector256.Create((short)1)));
}

/// <summary>Dot products of four bytes on Arm (<c>sdot</c>).</summary>
internal readonly struct ArmDotStep : IByteStep<Vector128<int>>
{
    public static int Products => 16;

    public static Vector128<int> Start(int value) => Vector128.Create(value);

    public static Vector128<int> Next(Vector128<int> sum) => Dp.DotProduct(sum, sum.AsSByte(), Vector128.Create((sbyte)3));
}
