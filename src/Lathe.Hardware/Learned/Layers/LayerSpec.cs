using System.Globalization;

namespace Lathe.Hardware.Learned.Layers;

/// <summary>One layer to be measured.</summary>
/// <param name="Template">What it is.</param>
/// <param name="Inputs">Channels in; width of tokens.</param>
/// <param name="Outputs">Channels out; hidden units.</param>
/// <param name="Height">Rows of the plane; tokens of a sequence.</param>
/// <param name="Width">Columns of the plane.</param>
/// <param name="Kernel">Side of the window.</param>
/// <param name="Stride">Its step.</param>
/// <param name="Factor">Groups, widening, heads: what the template has of that sort.</param>
/// <param name="Variant">Which activation, which operator: what the template leaves open.</param>
public readonly record struct LayerSpec(LayerTemplate Template, int Inputs, int Outputs, int Height, int Width, int Kernel, int Stride, int Factor, int Variant)
{
    private const int Largest = 1 << 16;

    /// <summary>About how many multiply-accumulates it takes.</summary>
    public double Macs
    {
        get
        {
            double plane = (double)Height * Width / (Stride * Stride), window = Kernel * Kernel, wide = (double)Inputs * Factor;
            return Template switch
            {
                LayerTemplate.Convolution or LayerTemplate.Stem => plane * window * Inputs * Outputs,
                LayerTemplate.Depthwise => plane * window * Inputs,
                LayerTemplate.Grouped => plane * window * Inputs * Outputs / Factor,
                LayerTemplate.Residual => (double)Height * Width * window * Inputs * Inputs * 2,
                LayerTemplate.Inverted => ((double)Height * Width * Inputs * wide) + (plane * window * wide) + (plane * wide * Outputs),
                LayerTemplate.Excite => (double)Height * Width * Inputs * Outputs,
                LayerTemplate.Dense => (double)Height * Width * Outputs * 4 * (Inputs + (9 * Outputs)),
                LayerTemplate.Shuffle => (double)Height * Width * Inputs * Inputs / 2,
                LayerTemplate.Fire => (double)Height * Width * Outputs * (Inputs + (10 * Outputs)),
                LayerTemplate.Attention => (4.0 * Height * Inputs * Inputs) + (2.0 * Height * Height * Inputs),
                LayerTemplate.FeedForward => 2.0 * Height * Inputs * Outputs,
                LayerTemplate.FullyConnected or LayerTemplate.NormalizedFullyConnected => (double)Height * Inputs * Outputs,
                LayerTemplate.Head => (double)Inputs * Outputs,
                _ => (double)Height * Width * Inputs,
            };
        }
    }

    /// <summary>Values of the largest tensor between its layers, about.</summary>
    public double Elements => (double)Height * Width * Math.Max(Inputs, Outputs) * (Template == LayerTemplate.Inverted ? Factor : 1);

    /// <summary>Constants, about.</summary>
    public double Weights => Template switch
    {
        LayerTemplate.Attention => 4.0 * Inputs * Inputs,
        LayerTemplate.FeedForward => 2.0 * Inputs * Outputs,
        LayerTemplate.FullyConnected or LayerTemplate.NormalizedFullyConnected or LayerTemplate.Head => (double)Inputs * Outputs,
        LayerTemplate.Depthwise or LayerTemplate.Pool or LayerTemplate.Pair or LayerTemplate.Elementwise => Inputs * 25.0,
        _ => Macs / ((double)Height * Width / (Stride * Stride)),
    };

    /// <summary>True of layers that work on rows of values; the others work on planes of channels.</summary>
    public bool OnRows => Template is LayerTemplate.FullyConnected or LayerTemplate.NormalizedFullyConnected or LayerTemplate.Attention or LayerTemplate.FeedForward;

    /// <summary>Channels, height and width of what it writes.</summary>
    public (int Channels, int Height, int Width) Result => Template switch
    {
        LayerTemplate.Convolution or LayerTemplate.Stem or LayerTemplate.Grouped or LayerTemplate.Inverted => (Outputs, Stepped(Height), Stepped(Width)),
        LayerTemplate.Depthwise => (Inputs, Stepped(Height), Stepped(Width)),
        LayerTemplate.Pool => (Inputs, Pooled(Height), Pooled(Width)),
        LayerTemplate.Excite => (Outputs, Height, Width),
        LayerTemplate.Dense => (Inputs + Outputs, Height, Width),
        LayerTemplate.Fire => (8 * Outputs, Height, Width),
        LayerTemplate.Head => (Outputs, 1, 1),
        LayerTemplate.FullyConnected or LayerTemplate.NormalizedFullyConnected => (Outputs, Height, Width),
        _ => (Inputs, Height, Width),
    };

    private int Stepped(int side) => ((side + (2 * ((Kernel - 1) / 2)) - Kernel) / Stride) + 1;

    // Windows of three are padded by one, others not at all.
    private int Pooled(int side) => ((side + (Kernel == 3 ? 2 : 0) - Kernel) / Stride) + 1;

    /// <summary>The layer in one word: <c>Convolution:64:128:28:28:3:1:1:0</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Template}:{Inputs}:{Outputs}:{Height}:{Width}:{Kernel}:{Stride}:{Factor}:{Variant}");

    /// <summary>Reads the word.</summary>
    /// <exception cref="InvalidInputException">It is none, or a size is out of range.</exception>
    public static LayerSpec Parse(string text)
    {
        string[] parts = text.Split(':');
        int[] n = new int[8];
        bool good = parts.Length == 9 && Enum.TryParse(parts[0], out LayerTemplate template) && Enum.IsDefined(template) && !char.IsAsciiDigit(parts[0][0]);
        for (int i = 0; good && i < n.Length; i++)
        {
            good = int.TryParse(parts[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out n[i]) && n[i] <= Largest && (n[i] >= 1 || i == 7);
        }

        return good
            ? new LayerSpec(Enum.Parse<LayerTemplate>(parts[0]), n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7])
            : throw new InvalidInputException($"'{text}' describes no layer; expected is Template:inputs:outputs:height:width:kernel:stride:factor:variant with numbers up to {Largest}.");
    }
}
