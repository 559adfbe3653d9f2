using Lathe.Micro;
using Lathe.Micro.Arena;
using Lathe.Micro.Kernels;
using Lathe.Models;
using Lathe.Pipeline.Exporting;
using Lathe.Pipeline.Verification;
using Lathe.Runtime;
using Lathe.Tensors;

namespace Lathe.Pipeline.Tests.Exporting;

/// <summary>The working memory of MLPerf Tiny's networks as C.</summary>
public sealed class TinyArenaTests
{
    [Theory]
    [InlineData("ds-cnn")]
    [InlineData("mobilenetv1")]
    [InlineData("resnet8")]
    [InlineData("fc-autoencoder")]
    public void Write_MlPerfTiny_ArenaIsAtMostATwentiethAboveItsBound(string name)
    {
        var model = ModelZoo.Create(name);
        IntegerGraph graph = CExport.Lower(model, [RandomInputs.Make(model, 1, RandomKey.FromSeed(0))]);

        foreach (KernelSet kernels in Enum.GetValues<KernelSet>())
        {
            ArenaMap map = CWriter.Write(kernels, graph).Arenas.Values.Single();

            ((double)map.Plan.Bytes).ShouldBeLessThanOrEqualTo(1.05 * map.LowerBound, $"{name}, {kernels}: {map.Lines().First()}");
            map.Plan.Bytes.ShouldBeLessThanOrEqualTo(map.GreedyBytes);
        }
    }
}
