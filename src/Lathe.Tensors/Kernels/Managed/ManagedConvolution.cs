using Lathe.Tensors.Memory;
using Lathe.Tensors.Threading;

namespace Lathe.Tensors.Kernels.Managed;

/// <summary>
/// Direct convolutions: each image is copied once with its padding, tiles of 6 output pixels read their windows in place
/// (no im2col), weights are packed in panels of 16 filters. 3 x 3 filters of stride 1 are computed by Winograd's method.
/// </summary>
internal sealed unsafe class ManagedConvolution(ThreadTeam team) : IConvolutionKernels
{
    /// <inheritdoc/>
    public void Forward(in ConvolutionGeometry geometry, DType inputType, void* x, void* w, float* bias, float* y, Activation activation, bool accumulate)
    {
        ConvolutionGeometry g = geometry;
        using var input = new Widened(inputType, x, (long)g.Batch * g.InputHeight * g.InputWidth * g.InputChannels);
        using var weight = new Widened(inputType, w, WeightCount(g));
        var epilogue = new Epilogue(1, accumulate ? 1 : 0, bias, activation);
        if (g.IsDepthwise)
        {
            DepthwiseConvolution.Forward(team, g, input.Floats, weight.Floats, epilogue, y);
            return;
        }

        if (IsPointwise(g))
        {
            using PackedMatrix packed = PackedMatrix.Pack(team, weight.Floats, g.InputChannels, true, g.InputChannels, g.OutputChannels);
            ManagedMatMul.Multiply(team, g.Batch * g.OutputHeight * g.OutputWidth, input.Floats, g.InputChannels, packed, y, g.OutputChannels, epilogue);
            return;
        }

        if (WinogradPlan.Fits(g))
        {
            WinogradConvolution.Forward(team, g, input.Floats, weight.Floats, epilogue, y);
            return;
        }

        for (int group = 0; group < g.Groups; group++)
        {
            DirectConvolution.Forward(team, g, group, input.Floats, weight.Floats, bias, activation, accumulate, y);
        }
    }

    /// <inheritdoc/>
    public void BackwardData(in ConvolutionGeometry geometry, DType inputType, void* dy, void* w, float* dx)
    {
        ConvolutionGeometry g = geometry;
        using var gradient = new Widened(inputType, dy, (long)g.Batch * g.OutputHeight * g.OutputWidth * g.OutputChannels);
        using var weight = new Widened(inputType, w, WeightCount(g));
        if (g.IsDepthwise)
        {
            DepthwiseConvolution.BackwardData(team, g, gradient.Floats, weight.Floats, dx);
        }
        else if (IsPointwise(g))
        {
            using PackedMatrix packed = PackedMatrix.Pack(team, weight.Floats, g.InputChannels, false, g.OutputChannels, g.InputChannels);
            ManagedMatMul.Multiply(team, g.Batch * g.OutputHeight * g.OutputWidth, gradient.Floats, g.OutputChannels, packed, dx, g.InputChannels, new Epilogue(1, 0, null, Activation.Identity));
        }
        else if (WinogradPlan.Fits(g))
        {
            WinogradConvolution.BackwardData(team, g, gradient.Floats, weight.Floats, dx);
        }
        else if (ProductDataGradient.Fits(g))
        {
            ProductDataGradient.Run(team, g, gradient.Floats, weight.Floats, dx);
        }
        else
        {
            DirectConvolution.BackwardData(team, g, gradient.Floats, weight.Floats, dx);
        }
    }

    /// <inheritdoc/>
    public void BackwardWeights(in ConvolutionGeometry geometry, DType inputType, void* x, void* dy, float* dw, float* db)
    {
        ConvolutionGeometry g = geometry;
        using var input = new Widened(inputType, x, (long)g.Batch * g.InputHeight * g.InputWidth * g.InputChannels);
        using var gradient = new Widened(inputType, dy, (long)g.Batch * g.OutputHeight * g.OutputWidth * g.OutputChannels);
        if (g.IsDepthwise)
        {
            DepthwiseConvolution.BackwardWeights(team, g, input.Floats, gradient.Floats, dw);
        }
        else if (WinogradPlan.Fits(g))
        {
            WinogradWeightGradient.Run(team, g, input.Floats, gradient.Floats, dw);
        }
        else
        {
            ConvolutionWeightGradient.Run(team, g, input.Floats, gradient.Floats, dw);
        }

        if (db != null)
        {
            new ManagedReduction(team).Reduce(ReduceOp.Sum, 1, g.Batch * g.OutputHeight * g.OutputWidth, g.OutputChannels, gradient.Floats, db);
        }
    }

    private static bool IsPointwise(in ConvolutionGeometry g) => g is { KernelHeight: 1, KernelWidth: 1, StrideHeight: 1, StrideWidth: 1, Groups: 1, PadTop: 0, PadLeft: 0, PadBottom: 0, PadRight: 0 };

    private static long WeightCount(in ConvolutionGeometry g) => (long)g.OutputChannels * (g.InputChannels / g.Groups) * g.KernelHeight * g.KernelWidth;

    /// <summary>A binary32 view of an input that may be bfloat16.</summary>
    private readonly struct Widened : IDisposable
    {
        private readonly Scratch? _scratch;

        public Widened(DType type, void* data, long count)
        {
            Floats = (float*)data;
            if (type == DType.BFloat16)
            {
                _scratch = new Scratch(count);
                ManagedElementwise.WidenBFloat16((ushort*)data, _scratch.Value.Floats, count);
                Floats = _scratch.Value.Floats;
            }
        }

        public float* Floats { get; }

        public void Dispose() => _scratch?.Dispose();
    }
}
