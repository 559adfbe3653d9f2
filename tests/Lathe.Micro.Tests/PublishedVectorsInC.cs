using System.Collections.Immutable;
using Lathe.Graph;
using Lathe.Micro.Checking;
using Lathe.Micro.Toolchains;
using Lathe.Runtime;
using Lathe.Runtime.Tests.Vectors;

namespace Lathe.Micro.Tests;

/// <summary>All published vectors as one program, compiled and run once for all tests.</summary>
public sealed class PublishedVectorsInC
{
    private readonly Lazy<ImmutableHashSet<string>> _right;

    public PublishedVectorsInC() => _right = new Lazy<ImmutableHashSet<string>>(Run);

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
        VectorSet[] sets = [.. VectorSet.All.Values];
        using var build = new HostBuild(CheckProgram.Write([.. sets.Select(Case)]));
        return [.. build.Run().Where(l => l.StartsWith("ok ", StringComparison.Ordinal)).Select(l => sets[int.Parse(l.Split(' ')[2], System.Globalization.CultureInfo.InvariantCulture)].Name)];
    }
}
