using System.IO.Enumeration;

namespace Lathe.Training.Optimizers;

/// <summary>Parameters treated alike, chosen by name.</summary>
/// <param name="Pattern">Names, with * for any characters: <c>*.bias</c>, <c>head*</c>.</param>
/// <param name="WeightDecay">Their weight decay; null keeps the usual rule.</param>
/// <param name="RateFactor">What the learning rate is multiplied with; 0 freezes them.</param>
public sealed record ParameterGroup(string Pattern, float? WeightDecay = null, float RateFactor = 1)
{
    /// <summary>True for parameters of this group.</summary>
    public bool Contains(string name) => FileSystemName.MatchesSimpleExpression(Pattern, name, ignoreCase: false);
}
