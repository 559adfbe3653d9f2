namespace Lathe.Hardware.Fpga;

/// <summary>
/// Design-space exploration after Zhang et al. ("Optimizing FPGA-based accelerator design for deep convolutional neural networks", FPGA 2015):
/// every unroll (Tm, Tn) that the multipliers allow and every output tile (Tr, Tc) that the memory allows. A tile takes
/// <c>K^2 (Tr Tc + depth)</c> cycles for each of <c>ceil(M / Tm) ceil(N / Tn)</c> blocks of channels while the next one is loaded; the
/// first load and the last store overlap with nothing.
/// </summary>
public sealed class FpgaExplorer(FpgaBudget budget)
{
    // More pieces than this only add restarts of the pipeline.
    private const int MostColumnTiles = 4;

    /// <summary>Every design that fits and is no smaller than it need be, the fastest first.</summary>
    /// <exception cref="InvalidInputException">No design fits.</exception>
    public IReadOnlyList<FpgaDesign> Explore(IReadOnlyList<FpgaLayer> layers)
    {
        int mostOutputs = layers.Max(l => l.Outputs), mostInputs = layers.Max(l => l.Inputs), units = budget.MacUnits;
        var designs = new List<FpgaDesign>();
        for (int outputs = 1; outputs <= Math.Min(mostOutputs, units); outputs++)
        {
            // Fewer inputs at once with the same outputs at once are never faster, unless memory ends first.
            for (int inputs = Math.Min(mostInputs, units / outputs); inputs >= 1; inputs--)
            {
                if (Evaluate(layers, outputs, inputs) is { } design)
                {
                    designs.Add(design);
                    break;
                }
            }
        }

        return designs.Count > 0 ? [.. designs.OrderBy(d => d.Cycles)] : throw new InvalidInputException($"No design fits: {units} multiply-accumulates and {budget.UsableMemory} memory blocks are too few for even one tile. Choose a larger FPGA or a smaller layer.");
    }

    /// <summary>A design of a given unroll, or null when its buffers do not fit.</summary>
    public FpgaDesign? Evaluate(IReadOnlyList<FpgaLayer> layers, int unrolledOutputs, int unrolledInputs)
    {
        var costs = new List<FpgaLayerCost>();
        foreach (FpgaLayer layer in layers)
        {
            if (Tilings(layer).Select(t => Cost(layer, unrolledOutputs, unrolledInputs, t)).Where(c => c.MemoryBlocks <= budget.UsableMemory).MinBy(c => c.Cycles) is not { } best)
            {
                return null;
            }

            costs.Add(best);
        }

        return new FpgaDesign(unrolledOutputs, unrolledInputs, unrolledOutputs * unrolledInputs * budget.DspPerMac, costs.Max(c => c.MemoryBlocks), budget.Clock, costs);
    }

    // The distinct ways of cutting rows and columns into equal pieces, the last one smaller.
    private static IEnumerable<FpgaTiling> Tilings(FpgaLayer layer)
    {
        IEnumerable<int> Sides(int size, int most) => Enumerable.Range(1, Math.Min(size, most)).Select(pieces => Ceil(size, pieces)).Distinct();
        return Sides(layer.Height, layer.Height).SelectMany(rows => Sides(layer.Width, MostColumnTiles).Select(columns => new FpgaTiling(rows, columns)));
    }

    private FpgaLayerCost Cost(FpgaLayer layer, int unrolledOutputs, int unrolledInputs, FpgaTiling tile)
    {
        long window = (long)layer.Kernel * layer.Kernel, places = Ceil(layer.Height, tile.Rows) * Ceil(layer.Width, tile.Columns);
        long outputBlocks = Ceil(layer.Outputs, unrolledOutputs), blocks = outputBlocks * Ceil(layer.Inputs, unrolledInputs);
        int inputs = Math.Min(unrolledInputs, layer.Inputs), outputs = Math.Min(unrolledOutputs, layer.Outputs);
        long inputWords = (long)((layer.Stride * tile.Rows) + layer.Kernel - layer.Stride) * ((layer.Stride * tile.Columns) + layer.Kernel - layer.Stride), outputWords = (long)tile.Rows * tile.Columns;
        double load = ((inputs * inputWords) + (inputs * outputs * window)) * budget.BytesPerWord, store = outputs * outputWords * budget.BytesPerWord;
        double bytes = places * ((blocks * load) + (outputBlocks * store)), bytesPerCycle = budget.Bandwidth / budget.Clock;
        double compute = blocks * window * (((long)layer.Height * layer.Width) + (budget.PipelineDepth * places)), memory = bytes / bytesPerCycle;
        double cycles = Math.Max(compute, memory) + ((load + store) / bytesPerCycle);
        int memoryBlocks = (int)(2 * ((unrolledInputs * Blocks(inputWords)) + (unrolledOutputs * Blocks(outputWords))));
        return new FpgaLayerCost(layer, tile, cycles * layer.Groups, memoryBlocks, bytes * layer.Groups, memory > compute);
    }

    private long Blocks(long words) => (words + budget.WordsPerBlock - 1) / budget.WordsPerBlock;

    private static int Ceil(int value, int by) => (value + by - 1) / by;
}
