using Lathe.Hardware.Learned.Kernels;
using Lathe.Hardware.Learned.Profiles;

namespace Lathe.Hardware.Learned;

/// <summary>A network that no profile comes from.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kernels">Its kernels, without having run.</param>
/// <param name="Profile">What it took.</param>
/// <param name="Macs">Its multiply-accumulates.</param>
/// <param name="PaleoMilliseconds">Paleo's figure.</param>
public sealed record HeldOutNetwork(string Name, IReadOnlyList<NetworkKernel> Kernels, SubjectProfile Profile, long Macs, double PaleoMilliseconds);
