namespace Lathe.Graph.Ops.Random;

/// <summary>All operators that draw.</summary>
internal static class RandomOps
{
    public static IEnumerable<OpDefinition> All =>
    [
        new RandomOp("RandomUniform", like: false, normal: false), new RandomOp("RandomUniformLike", like: true, normal: false),
        new RandomOp("RandomNormal", like: false, normal: true), new RandomOp("RandomNormalLike", like: true, normal: true),
        new BernoulliOp(), new MultinomialOp(),
    ];
}
