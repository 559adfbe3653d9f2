using System.CommandLine;
using Lathe.Pipeline.Benchmarks;

namespace Lathe.Cli.Commands;

/// <summary><c>bench</c>: speed, reproducibly.</summary>
internal static class BenchCommand
{
    public static Command Create() => new("bench", "Reproducible benchmarks. Example: lathe bench train --peer") { BenchTrainCommand.Create(), BenchInferCommand.Create(), BenchKernelsCommand.Create() };
}
