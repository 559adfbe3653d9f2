using Lathe.Hardware.Devices;
using Lathe.Hardware.Mapping;
using Lathe.Models;

namespace Lathe.Hardware.Tests.Mapping;

public sealed class MappingSearchTests
{
    private static readonly LoopNest s_conv = new(1, 1, 24, 16, 8, 8, 3, 3), s_depthwise = new(1, 32, 1, 1, 8, 8, 3, 3), s_dense = LoopNest.Product(1, 10, 640);

    // Every size of block, every factor, every order of loops.
    [Theory]
    [MemberData(nameof(SmallNests))]
    public void Find_SmallSpace_IsTheBestOfAll(LoopNest nest)
    {
        SpatialMachine machine = Machines.Small(buffer: 24);
        MappingCost[] every = [.. EveryLayout.Of(nest, machine)];
        foreach (MappingGoal goal in Enum.GetValues<MappingGoal>())
        {
            MappingResult found = new MappingSearch(machine, goal).Find(nest);

            found.IsProven.ShouldBeTrue();
            double best = every.Min(c => c.Score(goal).First);
            found.Cost.Score(goal).First.ShouldBe(best, best * 1e-9, $"{nest} for {goal}: {found.Cost.Mapping.Describe(machine)}");
        }
    }

    public static TheoryData<LoopNest> SmallNests() => new(new LoopNest(1, 1, 2, 1, 5, 1, 2, 1), LoopNest.Product(4, 3, 3), new LoopNest(1, 3, 1, 1, 4, 1, 3, 1) { Stride = (2, 1) });

    [Theory]
    [InlineData("eyeriss", MappingGoal.Energy)]
    [InlineData("eyeriss", MappingGoal.Latency)]
    [InlineData("eyeriss", MappingGoal.Edp)]
    [InlineData("edge-tpu", MappingGoal.Energy)]
    [InlineData("edge-tpu", MappingGoal.Latency)]
    public void Find_CatalogMachine_IsAtLeastAsGoodAsEveryFixedDataflow(string device, MappingGoal goal)
    {
        var search = new MappingSearch(SpatialMachine.Of(DeviceCatalog.Find(device)), goal);
        foreach (LoopNest nest in new[] { s_conv, s_depthwise, s_dense })
        {
            (MappingResult best, IReadOnlyDictionary<FixedDataflow, MappingCost?> settled) = search.Compare(nest);

            settled.Values.ShouldContain(c => c != null);
            foreach (MappingCost? one in settled.Values.Where(c => c is not null))
            {
                best.Cost.Score(goal).First.ShouldBeLessThanOrEqualTo(one!.Score(goal).First * (1 + 1e-9));
            }
        }
    }

    [Fact]
    public void Find_Twice_IsTheSameLayout()
    {
        SpatialMachine machine = SpatialMachine.Of(DeviceCatalog.Find("eyeriss"));
        string Once() => new MappingSearch(machine, MappingGoal.Edp).Find(s_conv).Cost.Mapping.Describe(machine);

        Once().ShouldBe(Once());
    }

    [Fact]
    public void Find_AnyGoal_IsBestAtItsOwn()
    {
        SpatialMachine machine = SpatialMachine.Of(DeviceCatalog.Find("eyeriss"));
        MappingCost energy = new MappingSearch(machine, MappingGoal.Energy).Find(s_conv).Cost, latency = new MappingSearch(machine, MappingGoal.Latency).Find(s_conv).Cost;

        energy.Picojoules.ShouldBeLessThanOrEqualTo(latency.Picojoules);
        latency.Cycles.ShouldBeLessThanOrEqualTo(energy.Cycles);
        latency.Cycles.ShouldBeGreaterThanOrEqualTo((double)s_conv.Macs / machine.Elements);
    }

    [Fact]
    public void Find_BufferOfOneByte_SaysThatNothingFits() =>
        Should.Throw<InvalidInputException>(() => new MappingSearch(Machines.Small(buffer: 1), MappingGoal.Energy).Find(s_conv)).Message.ShouldContain("buffer 1 bytes");

    [Fact]
    public void Of_DeviceWithoutArray_NamesThoseWithOne() =>
        Should.Throw<InvalidInputException>(() => SpatialMachine.Of(DeviceCatalog.Find("raspberry-pi-4"))).Message.ShouldContain("eyeriss");

    [Fact]
    public void Of_Network_LaysOutEveryConvolutionAndProduct()
    {
        NetworkMapping mapping = NetworkMapping.Of(ModelZoo.Create("resnet8"), SpatialMachine.Of(DeviceCatalog.Find("edge-tpu")), MappingGoal.Latency);

        mapping.Layers.Sum(l => l.Nest.Macs).ShouldBe(12_501_632);
        mapping.Layers.Count.ShouldBe(10);
        mapping.Utilisation.ShouldBeInRange(0.001, 1);
    }
}
