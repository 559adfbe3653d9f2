using Lathe.Tensors;

namespace Lathe.Graph.Ops.Control;

/// <summary>Runs a body over the slices of sequences, handing states on; what it makes of each slice is stacked.</summary>
internal sealed class ScanOp : OpDefinition
{
    public override string OpType => "Scan";

    public override int MaxInputs => 256;

    public override Tensor[] Forward(ForwardContext context)
    {
        AttributeMap a = context.Attributes;
        ModelGraph body = a.Graph("body") ?? throw new InvalidInputException($"{context.Node.Describe()} has no body.");
        int scanned = (int)a.Int("num_scan_inputs", 0), states = context.InputCount - scanned, stacked = body.Outputs.Length - states;
        if (scanned < 1 || states < 0 || stacked < 0 || body.Inputs.Length != context.InputCount)
        {
            throw new InvalidInputException($"{context.Node.Describe()} scans {scanned} of {context.InputCount} inputs with a body of {body.Inputs.Length} inputs and {body.Outputs.Length} outputs; these numbers do not fit.");
        }

        Tensor[] sequences = [.. Enumerable.Range(states, scanned).Select(context.Input)];
        int[] axes = [.. sequences.Select((s, i) => s.Shape.Axis((int)At(a, "scan_input_axes", i)))];
        int steps = sequences[0].Shape[axes[0]];
        Tensor[] carried = [.. Enumerable.Range(0, states).Select(i => Functions.Cast(context.Input(i), context.Input(i).DType))];
        var slices = new Tensor[stacked][];
        for (int o = 0; o < stacked; o++)
        {
            slices[o] = new Tensor[steps];
        }

        for (int step = 0; step < steps; step++)
        {
            Tensor[] results = context.RunBody(body, [.. carried, .. sequences.Select((s, i) => Slice(s, axes[i], At(a, "scan_input_directions", i) == 0 ? step : steps - 1 - step))]);
            carried = results[..states];
            for (int o = 0; o < stacked; o++)
            {
                slices[o][At(a, "scan_output_directions", o) == 0 ? step : steps - 1 - step] = results[states + o];
            }
        }

        return [.. carried, .. slices.Select((s, o) => Stack(s, (int)At(a, "scan_output_axes", o), body.Outputs[states + o]))];
    }

    public override OpCost Cost(CostContext context) => context.Traffic(0, 0);

    private static long At(AttributeMap attributes, string name, int index) => attributes.Ints(name) is { } list && index < list.Length ? list[index] : 0;

    private static Tensor Slice(Tensor x, int axis, int index)
    {
        int[] rest = [.. x.Shape.Dimensions[..axis], .. x.Shape.Dimensions[(axis + 1)..]];
        return Functions.Reshape(Functions.Slice(x, axis, index, 1), new Tensors.Shape(rest));
    }

    private static Tensor Stack(Tensor[] slices, int axis, ValueInfo declared)
    {
        if (slices.Length == 0)
        {
            return Tensor.Zeros(new Tensors.Shape(0), declared.Type);
        }

        int place = axis < 0 ? axis + slices[0].Rank + 1 : axis;
        return Functions.Concat(Array.ConvertAll(slices, s => Functions.Unsqueeze(s, place)), place);
    }
}
