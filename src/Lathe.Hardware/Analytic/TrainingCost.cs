using Lathe.Hardware.Devices;

namespace Lathe.Hardware.Analytic;

/// <summary>What one step of training takes.</summary>
/// <param name="WeightBytes">Weights, and their 32-bit masters where they are narrower.</param>
/// <param name="GradientBytes">Gradients of the weights.</param>
/// <param name="OptimizerBytes">State of the optimizer.</param>
/// <param name="ActivationBytes">Activations kept for the backward pass.</param>
/// <param name="Seconds">Time of a step.</param>
public sealed record TrainingCost(double WeightBytes, double GradientBytes, double OptimizerBytes, double ActivationBytes, double Seconds)
{
    private const int MasterBytes = 4;

    /// <summary>All memory.</summary>
    public double Bytes => WeightBytes + GradientBytes + OptimizerBytes + ActivationBytes;

    /// <summary>
    /// Counts a step: every activation is kept; the backward pass takes two products for each forward one, so time is three times the roofline
    /// of the forward pass, and the optimizer reads and writes weights, gradients and its state once.
    /// </summary>
    /// <param name="workload">The network at the batch size of training.</param>
    /// <param name="device">Where it is trained.</param>
    /// <param name="optimizerStates">Values the optimizer keeps for a weight: 0 plain SGD, 1 momentum, 2 Adam.</param>
    /// <param name="precision">Format of activations and gradients.</param>
    /// <param name="segments">Segments of activation checkpointing; of all but one only the first activation is kept, and forward runs twice.</param>
    public static TrainingCost Of(Workload workload, DeviceProfile device, int optimizerStates = 1, Precision precision = Precision.F32, int segments = 1)
    {
        double weights = workload.WeightElements, width = precision.Bits() / 8.0;
        double all = workload.Buffers.Sum(b => (double)b.Elements) * width;
        double kept = segments <= 1 ? all : (all / segments) + (segments * workload.Buffers.Select(b => b.Elements * width).DefaultIfEmpty().Average());
        double forward = DeviceCost.Of(workload, device, new CostOptions { Precision = precision }).Seconds.Value;
        double update = weights * ((2 * MasterBytes) + width + (2 * MasterBytes * optimizerStates)) / (device.WeightMemory.Bandwidth!.Value * device.Efficiency.Memory.Value);
        return new TrainingCost(weights * (width < MasterBytes ? width + MasterBytes : MasterBytes), weights * width, weights * MasterBytes * optimizerStates, kept, (forward * (segments > 1 ? 4 : 3)) + update);
    }
}
