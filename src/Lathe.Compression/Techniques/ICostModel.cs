using Lathe.Graph;

namespace Lathe.Compression.Techniques;

/// <summary>Says what a network costs; smaller is better.</summary>
public interface ICostModel
{
    /// <summary>What it counts: latency, energy ...</summary>
    string Figure { get; }

    /// <summary>ms, uJ, B ...</summary>
    string Unit { get; }

    /// <summary>measured, calibrated, simulated or analytic, and on what.</summary>
    string Provenance { get; }

    /// <summary>The cost of one sample through a network.</summary>
    double Of(ModelGraph graph);

    /// <summary>The cost of one layer at given bit widths; the layers of a network add up.</summary>
    double Of(LayerWork work);
}
