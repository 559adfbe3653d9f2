using Lathe.Tensors.Autograd;
using Lathe.Tensors.Kernels;
using Lathe.Tensors.Memory;
using Lathe.Tensors.Tests.Memory;

namespace Lathe.Tensors.Tests.Autograd;

[Collection(SharedAllocatorCollection.Name)]
public sealed class CheckpointTests
{
    private const int Segments = 6;
    private const int Layers = 6;

    [Fact]
    public void Run_OfDropoutSegments_GivesTheSameGradientsWithLessMemory()
    {
        (float[] plain, long plainPeak) = Gradient(checkpointed: false);
        (float[] saved, long savedPeak) = Gradient(checkpointed: true);
        saved.ShouldBe(plain);
        savedPeak.ShouldBeLessThan(plainPeak / 2);
    }

    private static (float[] Gradient, long Peak) Gradient(bool checkpointed)
    {
        using TensorScope scope = TensorScope.Begin();
        float[] values = new float[64 * 256];
        RandomKey.FromSeed(3).FillNormal(values);
        Tensor x = Tensor.From<float>(values, new Shape(64, 256)), w = Tensor.From<float>(values.AsSpan(0, 256), new Shape(256));
        x.RequiresGradient = w.RequiresGradient = true;
        TensorAllocator.Shared.ResetPeak();
        long before = TensorAllocator.Shared.LiveBytes;
        using (GradientTape tape = GradientTape.Begin())
        {
            Tensor y = x;
            for (int segment = 0; segment < Segments; segment++)
            {
                int own = segment;
                Tensor Layer(Tensor[] inputs) => Segment(inputs[0], w, own);
                y = checkpointed ? Checkpoint.Run(Layer, y) : Layer([y]);
            }

            tape.Backward(Functions.Mean(y, []));
        }

        long peak = TensorAllocator.Shared.PeakBytes - before;
        float[] gradient = [.. x.Gradient!.ToArray<float>(), .. w.Gradient!.ToArray<float>()];
        x.Gradient.Dispose();
        w.Gradient.Dispose();
        return (gradient, peak);
    }

    /// <summary>Draws with explicit keys: the second run of a segment sees the same masks.</summary>
    private static Tensor Segment(Tensor x, Tensor w, int segment)
    {
        for (int layer = 0; layer < Layers; layer++)
        {
            using TensorScope scope = TensorScope.Begin();
            x = scope.MoveOut(Functions.Dropout(Functions.Unary(UnaryOp.Tanh, Functions.Multiply(x, w)), 0.25f, RandomKey.FromSeed((segment * Layers) + layer)));
        }

        return x;
    }
}
