using System.Collections.Immutable;
using Lathe.Graph;
using Lathe.Micro.Checking;
using Lathe.Micro.Toolchains;
using Lathe.Runtime;
using Lathe.Runtime.Tests.Vectors;

namespace Lathe.Micro.Tests;

/// <summary>All published vectors, and cases of our own, as one program, compiled and run once for all tests.</summary>
public sealed class CasesInC
{
    private readonly Lazy<ImmutableHashSet<string>> _right;

    public CasesInC() => _right = new Lazy<ImmutableHashSet<string>>(Run);

    internal static bool IsHere => VectorSet.Path is { } path && File.Exists(path);

    /// <summary>The names of the sets whose every code was right.</summary>
    internal ImmutableHashSet<string> Right => _right.Value;

    internal static CheckCase Case(VectorSet set)
    {
        VectorGraph vector = VectorGraph.Of(set);
        IntegerValue output = vector.Graph.Outputs[0];
        return new CheckCase(vector.Graph, vector.Inputs, new Dictionary<string, TensorData> { [output.Name] = VectorGraph.Data(vector.Expected, output) });
    }

    private static ImmutableHashSet<string> Run()
    {
        (string Name, CheckCase Case)[] cases = [.. OwnCases.All.Concat(FloatCases.All).Concat(PackedCases.All).Select(c => (c.Key, c.Value)), .. IsHere ? VectorSet.All.Values.Select(s => (s.Name, Case(s))) : []];
        using var build = new HostBuild(CheckProgram.Write([.. cases.Select(c => c.Case)]));
        return [.. build.Run().Where(l => l.StartsWith("ok ", StringComparison.Ordinal)).Select(l => cases[int.Parse(l.Split(' ')[2], System.Globalization.CultureInfo.InvariantCulture)].Name)];
    }
}
