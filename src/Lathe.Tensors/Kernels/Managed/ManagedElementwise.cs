using System.Numerics;
using Lathe.Tensors.Threading;

namespace Lathe.Tensors.Kernels.Managed;

/// <summary>Vectorised elementwise kernels.</summary>
internal sealed unsafe class ManagedElementwise(ThreadTeam team) : IElementwiseKernels
{
    /// <inheritdoc/>
    public void Unary(UnaryOp op, long count, float* x, float* y, float alpha = 0, float beta = 0) =>
        UnaryDispatch.Forward(team, op, count, x, y, alpha, beta);

    /// <inheritdoc/>
    public void UnaryBackward(UnaryOp op, long count, float* x, float* y, float* dy, float* dx, float alpha = 0, float beta = 0, bool accumulate = false) =>
        UnaryDispatch.Backward(team, op, count, x, y, dy, dx, alpha, beta, accumulate);

    /// <inheritdoc/>
    public void Binary(BinaryOp op, long count, float* a, float* b, float* y)
    {
        switch (op)
        {
            case BinaryOp.Add: BinaryLoops<BinaryFunctions.Add>.Pairs(team, count, a, b, y); break;
            case BinaryOp.Subtract: BinaryLoops<BinaryFunctions.Subtract>.Pairs(team, count, a, b, y); break;
            case BinaryOp.Multiply: BinaryLoops<BinaryFunctions.Multiply>.Pairs(team, count, a, b, y); break;
            case BinaryOp.Divide: BinaryLoops<BinaryFunctions.Divide>.Pairs(team, count, a, b, y); break;
            case BinaryOp.Power: BinaryLoops<BinaryFunctions.Power>.Pairs(team, count, a, b, y); break;
            case BinaryOp.Minimum: BinaryLoops<BinaryFunctions.Minimum>.Pairs(team, count, a, b, y); break;
            default: BinaryLoops<BinaryFunctions.Maximum>.Pairs(team, count, a, b, y); break;
        }
    }

    /// <inheritdoc/>
    public void BinaryScalar(BinaryOp op, long count, float* a, float b, bool swapped, float* y)
    {
        switch (op)
        {
            case BinaryOp.Add: BinaryLoops<BinaryFunctions.Add>.Scalar(team, count, a, b, swapped, y); break;
            case BinaryOp.Subtract: BinaryLoops<BinaryFunctions.Subtract>.Scalar(team, count, a, b, swapped, y); break;
            case BinaryOp.Multiply: BinaryLoops<BinaryFunctions.Multiply>.Scalar(team, count, a, b, swapped, y); break;
            case BinaryOp.Divide: BinaryLoops<BinaryFunctions.Divide>.Scalar(team, count, a, b, swapped, y); break;
            case BinaryOp.Power when b == 2 && !swapped: BinaryLoops<BinaryFunctions.Multiply>.Pairs(team, count, a, a, y); break;
            case BinaryOp.Power: BinaryLoops<BinaryFunctions.Power>.Scalar(team, count, a, b, swapped, y); break;
            case BinaryOp.Minimum: BinaryLoops<BinaryFunctions.Minimum>.Scalar(team, count, a, b, swapped, y); break;
            default: BinaryLoops<BinaryFunctions.Maximum>.Scalar(team, count, a, b, swapped, y); break;
        }
    }

    /// <inheritdoc/>
    public void BinaryRow(BinaryOp op, int rows, int columns, float* a, float* b, bool swapped, float* y)
    {
        switch (op)
        {
            case BinaryOp.Add: BinaryLoops<BinaryFunctions.Add>.Row(team, rows, columns, a, b, swapped, y); break;
            case BinaryOp.Subtract: BinaryLoops<BinaryFunctions.Subtract>.Row(team, rows, columns, a, b, swapped, y); break;
            case BinaryOp.Multiply: BinaryLoops<BinaryFunctions.Multiply>.Row(team, rows, columns, a, b, swapped, y); break;
            case BinaryOp.Divide: BinaryLoops<BinaryFunctions.Divide>.Row(team, rows, columns, a, b, swapped, y); break;
            case BinaryOp.Power: BinaryLoops<BinaryFunctions.Power>.Row(team, rows, columns, a, b, swapped, y); break;
            case BinaryOp.Minimum: BinaryLoops<BinaryFunctions.Minimum>.Row(team, rows, columns, a, b, swapped, y); break;
            default: BinaryLoops<BinaryFunctions.Maximum>.Row(team, rows, columns, a, b, swapped, y); break;
        }
    }

    /// <inheritdoc/>
    public void ScaleAdd(long count, float alpha, float* x, float beta, float* y) => team.For((int)count, 16384, new ScaleAddBody(alpha, x, beta, y));

    /// <inheritdoc/>
    public void Fill(long count, float value, float* y) => new Span<float>(y, (int)count).Fill(value);

    /// <inheritdoc/>
    public void Convert(long count, DType from, void* x, DType to, void* y) => team.For((int)count, 16384, new ConvertBody(from, x, to, y));

    /// <summary>target += source.</summary>
    internal static void AddTo(float* source, float* target, int count)
    {
        int i = 0;
        for (; i <= count - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector.Store(Vector.Load(target + i) + Vector.Load(source + i), target + i);
        }

        for (; i < count; i++)
        {
            target[i] += source[i];
        }
    }

    /// <summary>Widens bfloat16 to binary32.</summary>
    internal static void WidenBFloat16(ushort* x, float* y, long count)
    {
        for (long i = 0; i < count; i++)
        {
            ((uint*)y)[i] = (uint)x[i] << 16;
        }
    }

    private readonly struct ScaleAddBody(float alpha, float* x, float beta, float* y) : IRangeBody
    {
        public void Run(int begin, int end)
        {
            int i = begin;
            for (; i <= end - Vector<float>.Count; i += Vector<float>.Count)
            {
                Vector.Store((Vector.Load(x + i) * alpha) + (Vector.Load(y + i) * beta), y + i);
            }

            for (; i < end; i++)
            {
                y[i] = (alpha * x[i]) + (beta * y[i]);
            }
        }
    }

    private readonly struct ConvertBody(DType from, void* x, DType to, void* y) : IRangeBody
    {
        public void Run(int begin, int end)
        {
            for (int i = begin; i < end; i++)
            {
                Write(i, Read(i));
            }
        }

        private float Read(int i) => from switch
        {
            DType.Float32 => ((float*)x)[i],
            DType.Float16 => (float)((Half*)x)[i],
            DType.BFloat16 => BitConverter.UInt32BitsToSingle((uint)((ushort*)x)[i] << 16),
            DType.Float64 => (float)((double*)x)[i],
            DType.Int8 => ((sbyte*)x)[i],
            DType.UInt8 => ((byte*)x)[i],
            DType.Int16 => ((short*)x)[i],
            DType.UInt16 => ((ushort*)x)[i],
            DType.Int32 => ((int*)x)[i],
            DType.UInt32 => ((uint*)x)[i],
            DType.Int64 => ((long*)x)[i],
            DType.UInt64 => ((ulong*)x)[i],
            _ => ((byte*)x)[i] != 0 ? 1 : 0,
        };

        private void Write(int i, float value)
        {
            switch (to)
            {
                case DType.Float32: ((float*)y)[i] = value; break;
                case DType.Float16: ((Half*)y)[i] = (Half)value; break;
                case DType.BFloat16: ((BFloat16*)y)[i] = BFloat16.FromSingle(value); break;
                case DType.Float64: ((double*)y)[i] = value; break;
                case DType.Int8: ((sbyte*)y)[i] = sbyte.CreateSaturating(MathF.Round(value)); break;
                case DType.UInt8: ((byte*)y)[i] = byte.CreateSaturating(MathF.Round(value)); break;
                case DType.Int16: ((short*)y)[i] = short.CreateSaturating(MathF.Round(value)); break;
                case DType.UInt16: ((ushort*)y)[i] = ushort.CreateSaturating(MathF.Round(value)); break;
                case DType.Int32: ((int*)y)[i] = int.CreateSaturating(MathF.Round(value)); break;
                case DType.UInt32: ((uint*)y)[i] = uint.CreateSaturating(MathF.Round(value)); break;
                case DType.Int64: ((long*)y)[i] = long.CreateSaturating(MathF.Round(value)); break;
                case DType.UInt64: ((ulong*)y)[i] = ulong.CreateSaturating(MathF.Round(value)); break;
                default: ((byte*)y)[i] = value != 0 ? (byte)1 : (byte)0; break;
            }
        }
    }
}
