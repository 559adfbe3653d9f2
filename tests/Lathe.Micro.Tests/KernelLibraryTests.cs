using Lathe.Micro.Kernels;
using Lathe.Runtime;
using Lathe.Runtime.Arithmetic;
using Lathe.Runtime.Ops;
using Lathe.Tensors;

namespace Lathe.Micro.Tests;

public class KernelLibraryTests
{
    [Theory]
    [InlineData(KernelSet.Dsp, "#include <arm_acle.h>")]
    [InlineData(KernelSet.Helium, "#include <arm_mve.h>")]
    public void Write_NetworkOfDenseLayersAlone_BringsTheHeaderOfItsInstructions(KernelSet kernels, string header)
    {
        IntegerValue x = new("x", DType.Int8, new Shape(1, 8)), y = new("y", DType.Int8, new Shape(1, 2));
        var dense = new FullyConnectedOp
        {
            Name = "dense", Input = x, Output = y, Weights = IntegerWeights.Of([.. Enumerable.Range(0, 16).Select(i => (sbyte)i)], new Shape(2, 8)), Requantization = new Requantization { Factors = [FixedPointMultiplier.From(0.01)] },
        };

        string source = CWriter.Write(kernels, new IntegerGraph { Name = "dense", Inputs = [x], Outputs = [y], Ops = [dense] }).Files.Single(f => f.Name == KernelLibrary.SourceName).Text;

        source.Split(header).Length.ShouldBe(2);
    }
}
