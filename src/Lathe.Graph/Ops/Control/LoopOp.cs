using Lathe.Tensors;

namespace Lathe.Graph.Ops.Control;

/// <summary>Repeats a body a given number of times or while its condition holds; scan outputs are stacked.</summary>
internal sealed class LoopOp : OpDefinition
{
    private const long MostIterations = 1 << 20;

    public override string OpType => "Loop";

    public override int MinInputs => 2;

    public override int MaxInputs => 256;

    public override Tensor[] Forward(ForwardContext context)
    {
        ModelGraph body = context.Attributes.Graph("body") ?? throw new InvalidInputException($"{context.Node.Describe()} has no body.");
        long trips = context.Node.Input(0) is null ? long.MaxValue : context.Integers(0)![0];
        bool running = context.Node.Input(1) is null || context.Input(1).ToArray<bool>()[0];
        int carriedCount = body.Inputs.Length - 2;
        Tensor[] carried = [.. Enumerable.Range(0, carriedCount).Select(i => Functions.Cast(context.Input(i + 2), context.Input(i + 2).DType))];
        var scans = new List<Tensor>[body.Outputs.Length - 1 - carriedCount];
        for (int i = 0; i < scans.Length; i++)
        {
            scans[i] = [];
        }

        for (long trip = 0; trip < trips && running; trip++)
        {
            if (trip >= MostIterations)
            {
                throw new InvalidInputException($"{context.Node.Describe()} ran {MostIterations} times without ending. Give it a bound.");
            }

            Tensor[] results = context.RunBody(body, [Tensor.Scalar(trip), Tensor.Scalar(running), .. carried]);
            running = results[0].ToArray<bool>()[0];
            carried = results[1..(1 + carriedCount)];
            for (int i = 0; i < scans.Length; i++)
            {
                scans[i].Add(Functions.Unsqueeze(results[1 + carriedCount + i], 0));
            }
        }

        return [.. carried, .. scans.Select((s, i) => s.Count > 0 ? Functions.Concat([.. s], 0) : Tensor.Zeros(new Tensors.Shape(0), body.Outputs[1 + carriedCount + i].Type))];
    }

    public override OpCost Cost(CostContext context) => context.Traffic(0, 0);
}
