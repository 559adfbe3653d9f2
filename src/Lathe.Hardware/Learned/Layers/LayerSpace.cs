using Lathe.Tensors;

namespace Lathe.Hardware.Learned.Layers;

/// <summary>
/// Draws layers as networks have them: few channels on large planes, many on small ones, mostly multiples of eight. Hard regions are
/// drawn again: around a layer that was predicted badly, with its other sizes kept (adaptive sampling of nn-Meter, Zhang et al. 2021).
/// </summary>
public static class LayerSpace
{
    private const double MostMacs = 120e6, MostElements = 1.2e6, MostWeights = 2.4e6;
    private const int Tries = 200;

    private static readonly (LayerTemplate Template, int Weight)[] s_weights =
    [
        (LayerTemplate.Convolution, 26), (LayerTemplate.Stem, 6), (LayerTemplate.Depthwise, 12), (LayerTemplate.Grouped, 2), (LayerTemplate.Residual, 9), (LayerTemplate.Inverted, 12), (LayerTemplate.Excite, 8), (LayerTemplate.Dense, 6),
        (LayerTemplate.Shuffle, 6), (LayerTemplate.Fire, 4), (LayerTemplate.Pool, 20), (LayerTemplate.Head, 6), (LayerTemplate.FullyConnected, 8), (LayerTemplate.NormalizedFullyConnected, 3), (LayerTemplate.Pair, 3), (LayerTemplate.Elementwise, 5), (LayerTemplate.Attention, 5), (LayerTemplate.FeedForward, 4),
    ];

    private static readonly int[] s_sides = [2, 3, 4, 5, 6, 7, 7, 8, 10, 12, 14, 14, 16, 20, 24, 28, 28, 32, 40, 48, 56, 64, 80, 96, 112];
    private static readonly int[] s_kernels = [1, 1, 1, 3, 3, 3, 3, 5, 7];

    /// <summary>A layer.</summary>
    public static LayerSpec Draw(RandomKey key)
    {
        for (int i = 0; i < Tries; i++)
        {
            var random = new Draws(key.Fold((ulong)i));
            LayerSpec spec = Draw(Template(random), random);
            if (Fits(spec))
            {
                return spec;
            }
        }

        return new LayerSpec(LayerTemplate.Convolution, 32, 32, 14, 14, 3, 1, 1, 1);
    }

    /// <summary>A layer near one: channels times 0.6 to 1.7, or another plane; everything else kept.</summary>
    public static LayerSpec Near(LayerSpec hard, RandomKey key)
    {
        for (int i = 0; i < Tries; i++)
        {
            var random = new Draws(key.Fold((ulong)i));
            int turn = random.Below(3);
            int inputs = turn == 2 || hard.Template == LayerTemplate.Stem ? hard.Inputs : Scaled(hard.Inputs, random), outputs = turn == 1 ? hard.Outputs : Scaled(hard.Outputs, random);
            int side = turn == 0 ? hard.Height : Math.Max(2, (int)(hard.Height * random.Between(0.7, 1.4)));
            LayerSpec spec = Consistent(hard with { Inputs = inputs, Outputs = outputs, Height = side, Width = hard.Width == hard.Height ? side : hard.Width });
            if (Fits(spec) && spec != hard)
            {
                return spec;
            }
        }

        return hard;
    }

    internal static bool Fits(LayerSpec spec) => spec.Macs <= MostMacs && spec.Elements <= MostElements && spec.Weights <= MostWeights && spec.Kernel <= 2 * spec.Height && spec.Kernel <= 2 * spec.Width;

    private static LayerTemplate Template(Draws random)
    {
        int at = random.Below(s_weights.Sum(w => w.Weight));
        return s_weights.First(w => (at -= w.Weight) < 0).Template;
    }

    private static LayerSpec Draw(LayerTemplate template, Draws random)
    {
        int height = s_sides[random.Below(s_sides.Length)], width = random.Below(6) == 0 ? s_sides[random.Below(s_sides.Length)] : height;
        double most = Math.Min(1600, MostElements / ((double)height * width));
        int inputs = Channels(random, most), outputs = random.Below(3) == 0 ? inputs : Channels(random, most);
        int kernel = s_kernels[random.Below(s_kernels.Length)], stride = random.Below(4) == 0 ? 2 : 1, variant = random.Below(8);
        var spec = new LayerSpec(template, inputs, outputs, height, width, kernel, stride, 1, variant);
        return Consistent(template switch
        {
            LayerTemplate.Stem => Image(spec, random),
            LayerTemplate.Depthwise => spec with { Kernel = random.Below(3) == 0 ? 5 : 3 },
            LayerTemplate.Inverted => spec with { Kernel = random.Below(3) == 0 ? 5 : 3, Factor = 1 + random.Below(6), Inputs = Math.Min(inputs, 200), Outputs = random.Below(2) == 0 ? Math.Min(inputs, 200) : Math.Min(outputs, 320) },
            LayerTemplate.Grouped => spec with { Kernel = 3, Factor = 2 << random.Below(4) },
            // Halves of an odd number of pairs are no multiple of four: those run in plain layout.
            LayerTemplate.Shuffle => spec with { Inputs = inputs + (2 * random.Below(2)) },
            LayerTemplate.Pool => spec with { Kernel = 2 + random.Below(2), Stride = 1 + random.Below(2) },
            LayerTemplate.Dense => spec with { Outputs = 4 + random.Below(45) },
            LayerTemplate.Fire => spec with { Outputs = 8 + random.Below(90) },
            LayerTemplate.FullyConnected => Rows(spec, random),
            LayerTemplate.NormalizedFullyConnected => Rows(spec, random) with { Height = 1 },
            LayerTemplate.Head => spec with { Inputs = Channels(random, 1600), Outputs = random.Below(2) == 0 ? 2 + random.Below(20) : 1000 },
            LayerTemplate.Attention or LayerTemplate.FeedForward => Tokens(spec, random),
            _ => spec,
        });
    }

    private static LayerSpec Image(LayerSpec spec, Draws random)
    {
        int side = 8 * (2 + random.Below(27));
        return spec with { Inputs = random.Below(3) == 0 ? 1 : 3, Outputs = Math.Min(spec.Outputs, 96), Height = side, Width = side, Kernel = 3 + (2 * random.Below(3)), Stride = side >= 64 || random.Below(3) == 0 ? 2 : 1 };
    }

    private static LayerSpec Rows(LayerSpec spec, Draws random) => spec with { Inputs = Channels(random, 4096), Outputs = Channels(random, 2048), Height = random.Below(4) == 0 ? 16 * (1 + random.Below(8)) : 1, Width = 1, Kernel = 1, Stride = 1 };

    private static LayerSpec Tokens(LayerSpec spec, Draws random)
    {
        int heads = 2 + random.Below(7), each = 16 * (1 + random.Below(4));
        return spec with { Inputs = heads * each, Outputs = heads * each * (2 + random.Below(3)), Height = 8 * (2 + random.Below(15)), Width = 1, Kernel = 1, Stride = 1, Factor = heads };
    }

    // What the template needs to be a network at all.
    internal static LayerSpec Consistent(LayerSpec spec) => spec.Template switch
    {
        LayerTemplate.Grouped => spec with { Inputs = Multiple(spec.Inputs, 8 * spec.Factor), Outputs = Multiple(spec.Outputs, 8 * spec.Factor) },
        LayerTemplate.Shuffle => spec with { Inputs = Multiple(spec.Inputs, 2), Kernel = 3, Stride = 1 },
        LayerTemplate.Residual => spec with { Kernel = 3, Stride = 1, Outputs = spec.Inputs },
        LayerTemplate.Dense or LayerTemplate.Fire or LayerTemplate.Excite => spec with { Kernel = 3, Stride = 1 },
        LayerTemplate.Attention or LayerTemplate.FeedForward => spec with { Inputs = Multiple(spec.Inputs, spec.Factor), Width = 1 },
        LayerTemplate.FullyConnected or LayerTemplate.NormalizedFullyConnected => spec with { Width = 1 },
        LayerTemplate.Head or LayerTemplate.Pair or LayerTemplate.Elementwise => spec with { Kernel = 1, Stride = 1 },
        LayerTemplate.Pool => spec with { Kernel = Math.Min(spec.Kernel, Math.Min(spec.Height, spec.Width)), Outputs = spec.Inputs },
        _ => spec,
    };

    internal static int Multiple(int value, int of) => Math.Max(1, (value + (of / 2)) / of) * of;

    internal static int Channels(Draws random, double most)
    {
        double exact = Math.Exp(random.Between(Math.Log(4), Math.Log(Math.Max(8, most))));
        int multiple = random.Below(20) switch { < 12 => 8, < 15 => 4, _ => 1 };
        return Multiple((int)exact, multiple);
    }

    private static int Scaled(int channels, Draws random)
    {
        int scaled = Math.Max(1, (int)Math.Round(channels * random.Between(0.6, 1.7)));
        return channels % 8 == 0 && random.Below(4) > 0 ? Multiple(scaled, 8) : scaled;
    }
}
