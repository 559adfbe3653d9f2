using Lathe.Tensors;

namespace Lathe.Hardware.Learned.Layers;

/// <summary>
/// Draws small networks in which each layer reads what the one before wrote: a stem, stages of blocks on ever smaller planes, a classifier; or
/// layers on rows; or attention and its dense part by turns. In them kernels find their data where networks leave it.
/// </summary>
public static class ChainSpace
{
    private const double LeastMacs = 2e5, MostMacs = 3e8, Within = 5;
    private const int Tries = 600, SmallestPlane = 4;

    private static readonly LayerTemplate[] s_blocks =
    [
        LayerTemplate.Convolution, LayerTemplate.Residual, LayerTemplate.Residual, LayerTemplate.Inverted, LayerTemplate.Inverted, LayerTemplate.Inverted, LayerTemplate.Excite, LayerTemplate.Excite, LayerTemplate.Depthwise, LayerTemplate.Depthwise,
        LayerTemplate.Shuffle, LayerTemplate.Shuffle, LayerTemplate.Fire, LayerTemplate.Dense, LayerTemplate.Grouped,
    ];

    // Most networks are built for sides that can be halved several times; such planes lie on the same places of a cache, channel by channel.
    private static readonly int[] s_sides = [16, 20, 24, 28, 32, 32, 32, 40, 48, 56, 64, 64, 64, 80, 96, 96, 100, 112, 112, 128, 128, 128, 144, 160, 160, 176, 192, 192, 224, 224];

    /// <summary>A chain of at least two layers.</summary>
    public static LayerTray Draw(RandomKey key)
    {
        // As many small networks as large ones: how much work there may be is drawn first.
        double most = new Draws(key).Scale(LeastMacs, MostMacs);
        for (int i = 0; i < Tries; i++)
        {
            var random = new Draws(key.Fold((ulong)i));
            List<LayerSpec> layers = random.Below(10) switch { 0 => Rows(random), 1 => Tokens(random), _ => Planes(random) };
            double macs = layers.Sum(l => l.Macs);
            if (layers.Count > 1 && macs <= most && macs >= most / Within && layers.TrueForAll(LayerSpace.Fits))
            {
                return new LayerTray(layers, true);
            }
        }

        return new LayerTray([new LayerSpec(LayerTemplate.Stem, 1, 8, 16, 16, 3, 2, 1, 0), new LayerSpec(LayerTemplate.Head, 8, 10, 8, 8, 1, 1, 1, 0)], true);
    }

    private static List<LayerSpec> Rows(Draws random)
    {
        var layers = new List<LayerSpec>();
        int width = LayerSpace.Channels(random, 2048), variant = random.Below(8);
        LayerTemplate template = random.Below(3) == 0 ? LayerTemplate.NormalizedFullyConnected : LayerTemplate.FullyConnected;
        for (int left = 2 + random.Below(5); left > 0; left--)
        {
            int next = left == 1 ? Classes(random) : LayerSpace.Channels(random, 1024);
            layers.Add(new LayerSpec(template, width, next, 1, 1, 1, 1, 1, variant));
            width = next;
        }

        return layers;
    }

    private static List<LayerSpec> Tokens(Draws random)
    {
        int heads = 1 + random.Below(8), width = heads * 8 * (1 + random.Below(8)), tokens = 4 * (1 + random.Below(32)), hidden = width * (1 + random.Below(4));
        LayerSpec spec = new(LayerTemplate.Attention, width, hidden, tokens, 1, 1, 1, heads, 0);
        return [.. Enumerable.Range(0, 1 + random.Below(4)).SelectMany(_ => new[] { spec, spec with { Template = LayerTemplate.FeedForward } })];
    }

    private static List<LayerSpec> Planes(Draws random)
    {
        int side = random.Of<int>(s_sides), width = LayerSpace.Multiple((int)random.Scale(4, 64), random.Below(4) > 0 ? 8 : 4), variant = random.Of<int>([0, 0, 0, 3, 5, 6]);
        bool halves = side >= 64 || random.Below(3) == 0;
        LayerTemplate main = random.Of<LayerTemplate>(s_blocks);
        List<LayerSpec> layers = [new LayerSpec(LayerTemplate.Stem, random.Below(4) == 0 ? 1 : 3, width, side, side, random.Of<int>([3, 3, 3, 5, 7]), halves ? 2 : 1, 1, variant)];
        if (side >= 96 && random.Below(2) == 0)
        {
            Behind(layers, LayerTemplate.Pool, 0, 3, 2, 1, 0);
        }

        int stages = 1 + random.Below(5);
        for (int stage = 0; stage < stages; stage++)
        {
            LayerTemplate template = random.Below(4) > 0 ? main : random.Of<LayerTemplate>(s_blocks);
            // Halves of an odd number of pairs of channels run in plain layout.
            int multiple = template == LayerTemplate.Shuffle && random.Below(2) == 0 ? 2 : random.Below(5) > 0 ? 8 : 4;
            width = LayerSpace.Multiple((int)(width * random.Between(1, 2.2)), multiple);
            bool shrinks = stage > 0 && layers[^1].Result.Height >= 2 * SmallestPlane;
            Enter(layers, template, width, shrinks, variant, random);
            int kernel = random.Below(4) == 0 ? 5 : 3, factor = 1 + random.Below(6);
            for (int blocks = random.Below(4); blocks > 0; blocks--)
            {
                Block(layers, template, width, kernel, factor, variant, random);
            }
        }

        Finish(layers, variant, random);
        return layers;
    }

    // The first layer of a stage: to its channels, and to half the plane where it shrinks.
    private static void Enter(List<LayerSpec> layers, LayerTemplate template, int width, bool shrinks, int variant, Draws random)
    {
        int stride = shrinks ? 2 : 1;
        switch (template)
        {
            case LayerTemplate.Inverted or LayerTemplate.Excite:
                Behind(layers, LayerTemplate.Inverted, width, 3, stride, 1 + random.Below(6), variant);
                break;
            case LayerTemplate.Depthwise or LayerTemplate.Shuffle:
                Behind(layers, LayerTemplate.Depthwise, 0, 3, stride, 1, variant);
                Behind(layers, LayerTemplate.Convolution, width, 1, 1, 1, variant);
                break;
            default:
                bool pools = shrinks && random.Below(3) == 0;
                if (pools)
                {
                    Behind(layers, LayerTemplate.Pool, 0, 2 + random.Below(2), 2, 1, random.Below(2));
                }

                Behind(layers, LayerTemplate.Convolution, width, template == LayerTemplate.Dense ? 1 : 3, pools ? 1 : stride, 1, variant);
                break;
        }
    }

    private static void Block(List<LayerSpec> layers, LayerTemplate template, int width, int kernel, int factor, int variant, Draws random)
    {
        int channels = layers[^1].Result.Channels;
        switch (template)
        {
            case LayerTemplate.Depthwise:
                Behind(layers, template, 0, kernel, 1, 1, variant);
                Behind(layers, LayerTemplate.Convolution, width, 1, 1, 1, variant);
                break;
            case LayerTemplate.Excite:
                Behind(layers, LayerTemplate.Convolution, factor * width, 1, 1, 1, variant);
                Behind(layers, template, width, 3, 1, 1, variant);
                break;
            case LayerTemplate.Dense:
                Behind(layers, template, 4 + (4 * random.Below(6)), 3, 1, 1, variant);
                break;
            case LayerTemplate.Fire:
                Behind(layers, template, Math.Max(2, width / 8), 3, 1, 1, variant);
                break;
            case LayerTemplate.Grouped when channels % 16 == 0:
                Behind(layers, template, channels, 3, 1, channels % 32 == 0 ? 4 : 2, variant);
                break;
            case LayerTemplate.Grouped:
                Behind(layers, LayerTemplate.Convolution, width, 3, 1, 1, variant);
                break;
            default:
                Behind(layers, template, width, kernel, 1, factor, variant);
                break;
        }
    }

    private static void Finish(List<LayerSpec> layers, int variant, Draws random)
    {
        (int channels, int height, int width) = layers[^1].Result;
        if (random.Below(4) > 0)
        {
            Behind(layers, LayerTemplate.Head, Classes(random), 1, 1, 1, 0);
            return;
        }

        // What flattens the last plane reads all of it.
        int hidden = LayerSpace.Channels(random, 512);
        layers.Add(new LayerSpec(LayerTemplate.FullyConnected, channels * height * width, hidden, 1, 1, 1, 1, 1, variant));
        Behind(layers, LayerTemplate.FullyConnected, Classes(random), 1, 1, 1, 4);
    }

    private static int Classes(Draws random) => random.Below(3) == 0 ? 1000 : 2 + random.Below(100);

    private static void Behind(List<LayerSpec> layers, LayerTemplate template, int outputs, int kernel, int stride, int factor, int variant)
    {
        (int channels, int height, int width) = layers[^1].Result;
        layers.Add(LayerSpace.Consistent(new LayerSpec(template, channels, Math.Max(outputs, 1), height, width, kernel, stride, factor, variant)));
    }
}
