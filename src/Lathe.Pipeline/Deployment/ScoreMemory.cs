using System.Collections.Concurrent;
using System.Security.Cryptography;
using Lathe.Training.Data;

namespace Lathe.Pipeline.Deployment;

/// <summary>Remembers how well files did on data, for many runs that begin with the same network.</summary>
public sealed class ScoreMemory
{
    private readonly ConcurrentDictionary<(string Data, string Model), DeployedScore> _known = [];

    /// <summary>The score of a file, which is run where it was not seen before.</summary>
    /// <param name="name">What the split is called; splits of one name must be the same.</param>
    /// <param name="model">ONNX bytes.</param>
    /// <param name="split">The split.</param>
    public DeployedScore Score(string name, byte[] model, DataSplit split) =>
        _known.GetOrAdd(($"{name}/{split.Count}", Convert.ToHexString(SHA256.HashData(model))), _ => DeployedModel.Score(model, split));
}
