using Lathe.Graph;
using Lathe.Micro.Arena;
using Lathe.Runtime;
using Lathe.Runtime.Arithmetic;
using Lathe.Runtime.Memory;
using Lathe.Runtime.Ops;
using Lathe.Runtime.Tests.Vectors;
using Lathe.Tensors;

namespace Lathe.Micro.Tests;

public class ArenaMapperTests
{
    [Fact]
    public void Plan_ResidualChain_WritesOverInputsAndMeetsTheBound()
    {
        ArenaMap map = ArenaMapper.Plan(Random(3, 12));

        map.Plan.Bytes.ShouldBeLessThanOrEqualTo(map.GreedyBytes);
        map.Entries.ShouldContain(e => e.Values.Length > 1);
        map.Lines().First().ShouldStartWith("arena ");
    }

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 40)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Plan_AnyGraph_IsNeverWorseThanGreedyAndComputesTheSame(int seed)
    {
        IntegerGraph graph = Random(seed, 3 + (seed % 14));
        ArenaMap map = ArenaMapper.Plan(graph);
        Dictionary<string, TensorData> inputs = graph.Inputs.ToDictionary(i => i.Name, i => Codes(i, seed));

        map.Plan.Bytes.ShouldBeLessThanOrEqualTo(MemoryPlan.Of(graph).Bytes);
        map.Plan.Bytes.ShouldBeGreaterThanOrEqualTo((int)map.LowerBound);
        ShouldKeepLivingValuesApart(map);
        var expected = new IntegerExecutor(graph).Run(inputs);
        var actual = new IntegerExecutor(map.Graph, map.Plan).Run(inputs);
        foreach ((string name, TensorData codes) in expected)
        {
            actual[name].ToIntegers().ShouldBe(codes.ToIntegers());
        }
    }

    [SkippableFact]
    public void Plan_KeywordNetwork_MeetsTheLowerBound()
    {
        Skip.IfNot(CasesInC.IsHere, "No test data: set LATHE_TEST_DATA to the folder that holds golden/cmsis-nn-vectors.json.gz.");

        ArenaMap map = ArenaMapper.Plan(VectorGraph.Of(VectorSet.All["ds_cnn_s"]).Graph);

        map.AliveBytes.ShouldBe(16_000);
        map.GreedyBytes.ShouldBe(16_000);
        map.Plan.Bytes.ShouldBeLessThan(11_000);
    }

    // What is written over what is still read must never be read again: the results say so.
    [Theory]
    [MemberData(nameof(Seeds))]
    public void Plan_ChainOfImageLayers_WritesOverWhatItReadsAndComputesTheSame(int seed)
    {
        IntegerGraph graph = Images(seed, 1 + (seed % 5));
        ArenaMap map = ArenaMapper.Plan(graph);
        Dictionary<string, TensorData> inputs = new() { ["x"] = Codes(graph.Inputs[0], seed) };
        IntegerValue output = graph.Outputs[0];

        map.Plan.Bytes.ShouldBeLessThanOrEqualTo((int)map.AliveBytes);
        map.Plan.Bytes.ShouldBeGreaterThanOrEqualTo((int)map.LowerBound);
        new IntegerExecutor(map.Graph, map.Plan).Run(inputs)[output.Name].ToIntegers().ShouldBe(new IntegerExecutor(graph).Run(inputs)[output.Name].ToIntegers());
    }

    [Fact]
    public void Plan_DepthwiseLayer_NeedsTheImageAndTwoRowsMore()
    {
        IntegerValue x = new("x", DType.Int8, new Shape(1, 24, 24, 16)), y = x with { Name = "y" };
        var layer = new DepthwiseConvolutionOp { Name = "depthwise", Input = x, Output = y, Weights = Weights(RandomKey.FromSeed(1), 1, 3, 3, 16), Window = new SpatialWindow(1, 1, 1, 1), Requantization = To(0.005) };

        ArenaMap map = ArenaMapper.Plan(new IntegerGraph { Name = "one", Inputs = [x], Outputs = [y], Ops = [layer] });

        // The row above, and the place before it; the place itself is read before it is written.
        map.Plan.Bytes.ShouldBe(x.Bytes + (24 * 16) + (2 * 16));
        map.Plan.Bytes.ShouldBe((int)map.LowerBound);
        map.AliveBytes.ShouldBe(2 * x.Bytes);
    }

    private static void ShouldKeepLivingValuesApart(ArenaMap map)
    {
        foreach (ArenaEntry a in map.Entries)
        {
            foreach (ArenaEntry b in map.Entries.Where(b => b != a && a.First <= b.Last && b.First <= a.Last))
            {
                (a.Offset + a.Bytes <= b.Offset || b.Offset + b.Bytes <= a.Offset).ShouldBeTrue($"{a} and {b}");
            }
        }
    }

    // A random network of tables, sums, joins, views and dense layers of several sizes.
    private static IntegerGraph Random(int seed, int length)
    {
        RandomKey key = RandomKey.FromSeed(seed);
        IntegerValue input = new("x", DType.Int8, new Shape(1, 8 + key.Below(0, 60)));
        var values = new List<IntegerValue> { input };
        var ops = new List<IIntegerOp>();
        for (int i = 0; i < length; i++)
        {
            RandomKey here = key.Fold((ulong)(i + 1));
            IntegerValue a = values[^(1 + here.Below(1, Math.Min(3, values.Count)))];
            IntegerValue b = values.Last(v => v.Shape == a.Shape);
            ops.Add(Op(here, i, a, b));
            values.Add(ops[^1].Output);
        }

        return new IntegerGraph { Name = "random", Inputs = [input], Outputs = [values[^1], values[values.Count / 2]], Ops = [.. ops] }.Verify();
    }

    private static IIntegerOp Op(RandomKey key, int i, IntegerValue a, IntegerValue b)
    {
        IntegerValue same = new($"v{i}", DType.Int8, a.Shape);
        int width = 4 + key.Below(3, 90);
        return key.Below(2, 5) switch
        {
            0 => new LookupOp { Name = $"t{i}", Input = a, Output = same, Table = LookupOp.Tabulate(v => -v, 1, 0, 1, 0) },
            1 => new MultiplyOp { Name = $"m{i}", Left = a, Right = b, Output = same, LeftOffset = 5, Requantization = To(0.01) },
            2 => new ConcatOp { Name = $"c{i}", Inputs = [a, b], Output = new($"v{i}", DType.Int8, new Shape(1, 2 * a.Shape[1])), Axis = 1 },
            3 => new ReshapeOp { Name = $"r{i}", Input = a, Output = same },
            _ => new FullyConnectedOp
            {
                Name = $"f{i}", Input = a, Output = new($"v{i}", DType.Int8, new Shape(1, width)), Requantization = To(0.005),
                Weights = IntegerWeights.Of([.. Enumerable.Range(0, width * a.Shape[1]).Select(k => (sbyte)(key.Below((ulong)(10 + k), 255) - 127))], new Shape(width, a.Shape[1])),
            },
        };
    }

    // A chain of convolutions, depthwise ones and pools with strides, padding and other numbers of channels.
    private static IntegerGraph Images(int seed, int length)
    {
        RandomKey key = RandomKey.FromSeed(seed + 500);
        IntegerValue input = new("x", DType.Int8, new Shape(1, 5 + key.Below(0, 12), 4 + key.Below(1, 9), 1 + key.Below(2, 6))), last = input;
        var ops = new List<IIntegerOp>();
        for (int i = 0; i < length; i++)
        {
            RandomKey here = key.Fold((ulong)(i + 1));
            int kernel = 1 + here.Below(0, 3), stride = 1 + here.Below(1, 2), pad = here.Below(2, kernel), channels = here.Below(3, 3) == 0 ? 1 + here.Below(4, 9) : last.Shape[3];
            int Size(int of) => Math.Max(1, ((of + (2 * pad) - kernel) / stride) + 1);
            if (last.Shape[1] + (2 * pad) < kernel || last.Shape[2] + (2 * pad) < kernel)
            {
                break;
            }

            var window = new SpatialWindow(stride, stride, pad, pad);
            IntegerValue same = new($"v{i}", DType.Int8, new Shape(1, Size(last.Shape[1]), Size(last.Shape[2]), last.Shape[3])), other = same with { Shape = same.Shape.With(3, channels) };
            ops.Add(here.Below(5, 4) switch
            {
                0 => new DepthwiseConvolutionOp { Name = $"d{i}", Input = last, Output = same, Weights = Weights(here, 1, kernel, kernel, same.Shape[3]), Window = window, Requantization = To(0.005) },
                1 => new MaxPoolOp { Name = $"p{i}", Input = last, Output = same, KernelHeight = kernel, KernelWidth = kernel, Window = window },
                _ => new ConvolutionOp { Name = $"c{i}", Input = last, Output = other, Weights = Weights(here, channels, kernel, kernel, last.Shape[3]), Window = window, InputOffset = 3, Requantization = To(0.003) },
            });
            last = ops[^1].Output;
        }

        return new IntegerGraph { Name = "images", Inputs = [input], Outputs = [last], Ops = [.. ops] }.Verify();
    }

    private static IntegerWeights Weights(RandomKey key, params int[] shape)
    {
        var of = new Shape(shape);
        return IntegerWeights.Of([.. Enumerable.Range(0, of.Count).Select(i => (sbyte)(key.Below((ulong)(10 + i), 255) - 127))], of);
    }

    private static Requantization To(double factor) => new() { Factors = [FixedPointMultiplier.From(factor)] };

    private static TensorData Codes(IntegerValue value, int seed)
    {
        RandomKey key = RandomKey.FromSeed(seed + 1000);
        return TensorData.From<sbyte>([.. Enumerable.Range(0, value.Shape.Count).Select(i => (sbyte)(key.Below((ulong)i, 256) - 128))], value.Shape);
    }
}
