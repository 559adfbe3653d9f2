using Lathe.Hardware.Devices;

namespace Lathe.Hardware.Analytic.Advice;

/// <summary>What could be done to a layer on a device.</summary>
internal sealed class LayerChanges(Workload workload, DeviceProfile device, CostOptions options)
{
    private const int Byte = 8;

    // Fewer channels cost accuracy; more than a quarter of them is another network, not a rounding.
    private const double MostChannels = 0.25;

    private readonly Precision _precision = options.PrecisionOn(device);

    /// <summary>Every change that makes sense for a kernel.</summary>
    public IEnumerable<LayerChange> Of(Kernel kernel)
    {
        if (kernel.WeightElements > 0 && (options.WeightBits ?? _precision.Bits()) > Byte)
        {
            yield return new LayerChange("quantizing its weights to 8 bits", options with { Precision = _precision, WeightBits = Byte }, workload, kernel);
        }

        if (kernel.Product is not null && _precision.Bits() > Byte && device.Types.Contains(Precision.I8))
        {
            yield return new LayerChange("computing it in 8-bit integers", options with { Precision = Precision.I8, WeightBits = null }, workload, kernel);
        }

        if (kernel.Product is not null && kernel.WeightElements > 0 && !options.Sparse && device.Peaks.Any(p => p.Sparse && p.Precision == _precision))
        {
            yield return new LayerChange("making two in four of its weights zero", options with { Sparse = true }, workload, kernel);
        }

        foreach (int columns in device.Tiles.Where(t => t.Types.Contains(_precision)).Select(t => t.Columns).Distinct())
        {
            if (kernel.Product is { IsDepthwise: false } product && Narrower(product, columns) is { } channels)
            {
                yield return Narrow(kernel, product, channels);
            }
        }
    }

    private static long? Narrower(ProductShape product, int tile)
    {
        long channels = product.Columns / tile * tile;
        return tile > 1 && channels > 0 && channels < product.Columns && channels >= (1 - MostChannels) * product.Columns ? channels : null;
    }

    /// <summary>The layer with fewer output channels; what it writes shrinks, what reads that is left as it is.</summary>
    private LayerChange Narrow(Kernel kernel, ProductShape product, long channels)
    {
        double share = (double)channels / product.Columns;
        long Scaled(long value) => (long)Math.Round(value * share);
        ActivationBuffer[] buffers = [.. workload.Buffers.Select((b, i) => kernel.Writes.Contains(i) ? b with { Elements = Scaled(b.Elements) } : b)];
        Kernel narrow = kernel with { Product = product with { Columns = channels }, Macs = Scaled(kernel.Macs), OtherOperations = Scaled(kernel.OtherOperations), WeightElements = Scaled(kernel.WeightElements) };
        return new LayerChange($"channels {product.Groups * product.Columns} -> {product.Groups * channels} (whole tiles)", options, workload with { Buffers = buffers }, narrow);
    }
}
