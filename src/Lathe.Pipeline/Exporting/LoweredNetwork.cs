using Lathe.Runtime;
using Lathe.Runtime.FrontEnds;

namespace Lathe.Pipeline.Exporting;

/// <summary>A network in the form that is written as C.</summary>
/// <param name="Graph">The network.</param>
/// <param name="FrontEnd">From samples of sound to its input, where its data are sound; else null.</param>
public sealed record LoweredNetwork(IntegerGraph Graph, CepstralFrontEnd? FrontEnd = null)
{
    /// <summary>Bytes of constants.</summary>
    public long ConstantBytes => Graph.ConstantBytes + (FrontEnd?.ConstantBytes ?? 0);
}
