namespace Lathe.Hardware.Analytic.Advice;

/// <summary>A layer as it could be: other options, or another kernel in another network.</summary>
/// <param name="Change">What was done to it.</param>
/// <param name="Options">How it runs.</param>
/// <param name="Workload">The network around it.</param>
/// <param name="Kernel">The layer.</param>
internal sealed record LayerChange(string Change, CostOptions Options, Workload Workload, Kernel Kernel);
