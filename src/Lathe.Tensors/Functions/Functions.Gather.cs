using Lathe.Tensors.Autograd;

namespace Lathe.Tensors;

/// <content>Indexed reads.</content>
public static unsafe partial class Functions
{
    /// <summary>
    /// Slices of x along an axis at integer indices (i32 or i64, negative from the end): shape x[..axis] + indices + x[axis+1..].
    /// With axis 0 and a table [V, D] this is an embedding.
    /// </summary>
    /// <exception cref="InvalidInputException">An index is outside the axis.</exception>
    public static Tensor Gather(Tensor x, Tensor indices, int axis = 0)
    {
        axis = x.Shape.Axis(axis);
        int[] places = Places(indices, x.Shape[axis]);
        using Tensor rows = RowMajor(x);
        var shape = new Shape([.. x.Shape.Dimensions[..axis], .. indices.Shape.Dimensions, .. x.Shape.Dimensions[(axis + 1)..]]);
        Tensor y = Tensor.Empty(shape, x.DType);
        int outer = x.Shape.Product(0, axis), size = x.Shape[axis];
        long strip = (long)x.Shape.Product(axis + 1, x.Rank) * x.DType.Size();
        byte* target = y.Pointer;
        for (int o = 0; o < outer; o++)
        {
            if (strip == sizeof(int))
            {
                int* from = (int*)rows.Pointer + ((long)o * size);
                foreach (int place in places)
                {
                    *(int*)target = from[place];
                    target += sizeof(int);
                }

                continue;
            }

            foreach (int place in places)
            {
                Buffer.MemoryCopy(rows.Pointer + ((((long)o * size) + place) * strip), target, strip, strip);
                target += strip;
            }
        }

        if (GradientTape.Wants(x))
        {
            GradientTape.Record(new GatherNode(x.Shape, axis, places), [x], y);
        }

        return y;
    }

    private static int[] Places(Tensor indices, int size)
    {
        int[] places = indices.DType switch
        {
            DType.Int64 => Array.ConvertAll(indices.ToArray<long>(), i => (int)Math.Clamp(i, int.MinValue, int.MaxValue)),
            DType.Int32 => indices.ToArray<int>(),
            _ => throw new TensorStateException($"Gather with {indices.Describe()}: indices must be i32 or i64."),
        };
        for (int i = 0; i < places.Length; i++)
        {
            int place = places[i] < 0 ? places[i] + size : places[i];
            if ((uint)place >= (uint)size)
            {
                throw new InvalidInputException($"Gather: index {places[i]} is outside an axis of {size}. Check the vocabulary or class count of the data.");
            }

            places[i] = place;
        }

        return places;
    }

    private sealed class GatherNode(Shape shape, int axis, int[] places) : TapeNode
    {
        public override string Name => "Gather";

        public override void Backward(ReadOnlySpan<Tensor?> outputGradients, GradientSink inputs)
        {
            using Tensor dy = RowMajor(outputGradients[0]!);
            Tensor dx = Tensor.Zeros(shape);
            int outer = shape.Product(0, axis), size = shape[axis], inner = shape.Product(axis + 1, shape.Rank);
            float* source = dy.Floats;
            for (int o = 0; o < outer; o++)
            {
                if (inner == 1)
                {
                    float* single = dx.Floats + ((long)o * size);
                    foreach (int place in places)
                    {
                        single[place] += *source++;
                    }

                    continue;
                }

                foreach (int place in places)
                {
                    float* target = dx.Floats + ((((long)o * size) + place) * inner);
                    Kernels.Elementwise.Binary(Tensors.Kernels.BinaryOp.Add, inner, target, source, target);
                    source += inner;
                }
            }

            inputs.Accumulate(0, dx);
        }
    }
}
