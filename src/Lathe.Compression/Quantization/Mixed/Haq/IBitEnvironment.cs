namespace Lathe.Compression.Quantization.Mixed.Haq;

/// <summary>What an agent that chooses bits layer by layer sees and is rewarded for.</summary>
public interface IBitEnvironment
{
    /// <summary>Layers to choose for.</summary>
    int Layers { get; }

    /// <summary>Numbers in a layer's description, the last action not counted.</summary>
    int Features { get; }

    /// <summary>The choices of bits, fewest first.</summary>
    IReadOnlyList<int> Choices { get; }

    /// <summary>Describes a layer by numbers of about 0 to 1.</summary>
    float[] Describe(int layer);

    /// <summary>What the layers cost together.</summary>
    double Cost(IReadOnlyList<int> bits);

    /// <summary>What they may cost.</summary>
    double Limit { get; }

    /// <summary>How good bits within the limit are.</summary>
    double Reward(IReadOnlyList<int> bits);
}
