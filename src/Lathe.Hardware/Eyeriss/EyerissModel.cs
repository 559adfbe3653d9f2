namespace Lathe.Hardware.Eyeriss;

/// <summary>
/// The row-stationary dataflow of Eyeriss: a row of the filter stays in an element, rows of the input run diagonally, and the partial sums of
/// a window of R rows go up a column of R elements. Sets of R x e elements are folded and repeated until the array is full.
/// </summary>
public sealed class EyerissModel(EyerissChip chip)
{
    // Three levels of 16 bits with runs of 5 bits in a word of 64.
    private const double CodedBitsPerValue = 64.0 / 3, WordBits = 16;

    /// <summary>Evaluates a layer on the mapping of the least energy.</summary>
    public EyerissCost Evaluate(EyerissLayer layer) => Mappings(layer).Select(m => Evaluate(layer, m)).MinBy(c => c.TotalEnergy)
        ?? throw new InvalidInputException($"Layer {layer.Name} does not fit the array: its window of {layer.Kernel} rows needs as many rows of elements, of which there are {chip.Rows}, and as many words of input pad, of which there are {chip.InputPad}.");

    /// <summary>Evaluates a layer on a mapping.</summary>
    public EyerissCost Evaluate(EyerissLayer layer, EyerissMapping mapping)
    {
        double outputs = (double)layer.Groups * layer.Batch * layer.Filters * layer.OutputSide * layer.OutputSide;
        double weights = (double)layer.Groups * layer.Filters * layer.Channels * layer.Kernel * layer.Kernel;
        int strips = Ceil(layer.OutputSide, mapping.OutputRows), channelPasses = Ceil(layer.Channels, mapping.ChannelsInElement * mapping.ChannelSets);
        // Neighbouring strips share rows of the input and read them twice.
        double rows = ((double)layer.OutputSide * layer.Stride) + (strips * (layer.Kernel - layer.Stride));
        double inputs = layer.Groups * (double)layer.Batch * layer.Channels * rows * layer.InputSide;
        double filterReads = weights * strips * Ceil(layer.Batch, mapping.BufferedImages);
        double bufferedInputs = inputs * Ceil(layer.Filters, mapping.FiltersInElement * mapping.FilterSets);
        double buffer = bufferedInputs + filterReads + (outputs * ((2 * channelPasses) - 1));
        double stored = (double)layer.Groups * layer.Batch * layer.Channels * layer.UnpaddedSide * layer.UnpaddedSide * Ceil(layer.Filters, mapping.BufferedFilters);
        double effective = layer.Macs * (1 - layer.InputZeros);
        // Each input is looked at; filter and sum are fetched and the sum put back only where it is not zero.
        double registers = layer.Macs + (3 * effective), network = outputs * Ceil(layer.Channels, mapping.ChannelsInElement) * layer.Kernel;
        double uncoded = stored + filterReads + outputs, coded = (stored * Coded(layer.InputZeros)) + filterReads + (outputs * Coded(layer.OutputZeros));
        int active = ActiveElements(layer);
        (double registerFile, double hop, double bufferAccess, double dram) = chip.AccessEnergy;
        return new EyerissCost
        {
            Layer = layer,
            Mapping = mapping,
            ActiveElements = active,
            Seconds = layer.Macs / (active * chip.Clock),
            RegisterFile = registers,
            Network = network,
            Buffer = buffer,
            Dram = coded,
            UncodedDram = uncoded,
            EffectiveMacs = effective,
            Energy = (effective, registers * registerFile, network * hop, buffer * bufferAccess, coded * dram),
        };
    }

    /// <summary>
    /// Elements at work in a full pass: sets of R x E side by side as far as rows allow; an output wider than the columns is cut into strips
    /// laid above one another, as many as fit.
    /// </summary>
    public int ActiveElements(EyerissLayer layer)
    {
        int sets = chip.Rows / layer.Kernel, side = layer.OutputSide;
        if (side <= chip.Columns)
        {
            return sets * layer.Kernel * side * Math.Max(1, chip.Columns / side);
        }

        return layer.Kernel * Math.Min(side, sets * chip.Columns);
    }

    /// <summary>What a value takes when runs of zeros are coded, relative to a word; never more than the word itself.</summary>
    public static double Coded(double zeros) => Math.Min(1, (1 - zeros) * CodedBitsPerValue / WordBits);

    // Everything that the memories of an element and the global buffer hold.
    private IEnumerable<EyerissMapping> Mappings(EyerissLayer layer)
    {
        int vertical = chip.Rows / layer.Kernel;
        for (int q = 1; q <= layer.Channels && q * layer.Kernel <= chip.InputPad; q++)
        {
            for (int p = 1; p <= Math.Min(layer.Filters, chip.SumPad) && p * q * layer.Kernel <= chip.FilterPad; p++)
            {
                foreach ((int rows, int sets) in Strips(layer, vertical))
                {
                    foreach (int r in Enumerable.Range(1, sets).Where(r => sets % r == 0))
                    {
                        for (int n = layer.Batch; n >= 1; n--)
                        {
                            int m = (int)Math.Min(layer.Filters, Capacity(layer, rows, q * r) / ((long)rows * layer.OutputSide * n));
                            if (m >= p * (sets / r) || m == layer.Filters)
                            {
                                yield return new EyerissMapping(rows, p, q, r, sets / r, m, n);
                            }
                        }
                    }
                }
            }
        }
    }

    // The buffer less the rows of input that a pass streams from it.
    private long Capacity(EyerissLayer layer, int rows, int channels) => chip.BufferWords - ((long)layer.InputSide * ((rows * layer.Stride) + layer.Kernel - layer.Stride) * channels);

    private IEnumerable<(int Rows, int Sets)> Strips(EyerissLayer layer, int vertical)
    {
        if (layer.OutputSide <= chip.Columns)
        {
            yield return (layer.OutputSide, vertical * Math.Max(1, chip.Columns / layer.OutputSide));
            yield break;
        }

        int places = vertical * chip.Columns;
        for (int sets = 1; sets <= vertical * 2; sets++)
        {
            if (places / sets is > 0 and int rows)
            {
                yield return (Math.Min(layer.OutputSide, rows), sets);
            }
        }
    }

    private static int Ceil(int value, int by) => (value + by - 1) / by;
}
