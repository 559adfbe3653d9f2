using Lathe.Tensors;

namespace Lathe.Graph.Ops.Select;

/// <summary>Averages bilinear samples over the cells of regions of x [N, C, H, W] (He et al. 2017); differentiable in x.</summary>
internal sealed class RoiAlignOp : OpDefinition
{
    public override string OpType => "RoiAlign";

    public override int MinInputs => 3;

    public override int MaxInputs => 3;

    public override Tensor[] Forward(ForwardContext context)
    {
        if (context.Attributes.Text("mode", "avg") != "avg")
        {
            throw new InvalidInputException($"{context.Node.Describe()}: mode '{context.Attributes.Text("mode", "avg")}' is not supported; 'avg' is.");
        }

        Tensor x = context.Input(0);
        double[] regions = Floating.Numbers(context.Input(1));
        long[] images = context.Integers(2)!;
        int height = (int)context.Attributes.Int("output_height", 1), width = (int)context.Attributes.Int("output_width", 1);
        var samples = new RoiSamples(x.Shape, height, width);
        for (int r = 0; r < images.Length; r++)
        {
            if ((ulong)images[r] >= (ulong)x.Shape[0])
            {
                throw new InvalidInputException($"{context.Node.Describe()}: region {r} lies in image {images[r]}, but {x} has {x.Shape[0]}.");
            }

            samples.Add(context.Attributes, (int)images[r], regions.AsSpan(r * 4, 4));
        }

        Tensor rows = samples.Mean(new SampledPlanes(Floating.Of(x)));
        return [Floating.Back(SampledPlanes.ToPlanes(rows, images.Length, height, width), x.DType)];
    }

    public override OpCost Cost(CostContext context) => context.Elementwise(16);

    public override void Couple(Coupling.CouplingContext context)
    {
        context.Link(context.Input(0)!, 1, context.Output(), 1);
        context.Pin(context.Input(1)!);
        context.Pin(context.Input(2)!);
    }
}
