using Lathe.Runtime.Memory;
using Lathe.Runtime.Ops;

namespace Lathe.Runtime.Floating;

/// <summary>A function of each number by itself.</summary>
public sealed record FloatFunctionOp : OneInputOp
{
    /// <summary>The function.</summary>
    public required FloatFunction Function { get; init; }

    /// <summary>Its first parameter.</summary>
    public float A { get; init; }

    /// <summary>Its second parameter.</summary>
    public float B { get; init; }

    /// <inheritdoc/>
    public override bool MayOverwriteInput => true;

    /// <inheritdoc/>
    public override IEnumerable<string> Problems() => Input.Shape == Output.Shape ? OpChecks.Floats(Input, Output) : [$"goes from {Input} to {Output}; both must have one shape."];

    /// <inheritdoc/>
    public override void Run(IntegerMemory memory)
    {
        ReadOnlySpan<float> x = memory.Read<float>(Input);
        Span<float> y = memory.Write<float>(Output);
        for (int i = 0; i < x.Length; i++)
        {
            y[i] = At(x[i]);
        }
    }

    private float At(float x) => Function switch
    {
        FloatFunction.Clip => FloatMath.Clip(x, A, B),
        FloatFunction.LeakyRelu => x < 0 ? x * A : x,
        FloatFunction.Elu => x < 0 ? A * (FloatMath.Exponential(x) - 1) : x,
        FloatFunction.Line => (x * A) + B,
        FloatFunction.HardSigmoid => FloatMath.Clip((x * A) + B, 0, 1),
        FloatFunction.Quotient => B / x,
        FloatFunction.HardSwish => x * FloatMath.Clip((x * (1f / 6f)) + 0.5f, 0, 1),
        FloatFunction.Sigmoid => FloatMath.Sigmoid(x),
        FloatFunction.Tanh => FloatMath.Tanh(x),
        FloatFunction.Exponential => FloatMath.Exponential(x),
        FloatFunction.Erf => FloatMath.Erf(x),
        FloatFunction.Gelu => 0.5f * x * (1 + FloatMath.Erf(x * 0.70710678f)),
        FloatFunction.GeluTanh => 0.5f * x * (1 + FloatMath.Tanh(0.79788456f * (x + (0.044715f * x * x * x)))),
        _ => x < 0 ? -x : x,
    };
}
