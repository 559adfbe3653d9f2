using Lathe.Tensors.Kernels;

namespace Lathe.Graph.Ops.Elementwise;

/// <summary>All elementwise functions of one argument, with ONNX's defaults.</summary>
internal static class UnaryOps
{
    public static IEnumerable<OpDefinition> All =>
    [
        new UnaryOpDefinition("Relu", UnaryOp.Relu, 1),
        new UnaryOpDefinition("LeakyRelu", UnaryOp.LeakyRelu, 2, a => (a.Float("alpha", 0.01f), 0)),
        new UnaryOpDefinition("Sigmoid", UnaryOp.Sigmoid, 4),
        new UnaryOpDefinition("Tanh", UnaryOp.Tanh, 5),
        new UnaryOpDefinition("HardSigmoid", UnaryOp.HardSigmoid, 3, a => (a.Float("alpha", 0.2f), a.Float("beta", 0.5f))),
        new UnaryOpDefinition("HardSwish", UnaryOp.HardSwish, 4),
        new UnaryOpDefinition("Elu", UnaryOp.Elu, 3, a => (a.Float("alpha", 1), 0)),
        new UnaryOpDefinition("Selu", UnaryOp.Selu, 4, a => (a.Float("alpha", 1.67326319f), a.Float("gamma", 1.05070102f))),
        new UnaryOpDefinition("Softplus", UnaryOp.Softplus, 4),
        new UnaryOpDefinition("Softsign", UnaryOp.Softsign, 3),
        new UnaryOpDefinition("Mish", UnaryOp.Mish, 8),
        new UnaryOpDefinition("Exp", UnaryOp.Exp, 2),
        new UnaryOpDefinition("Log", UnaryOp.Log, 2),
        new UnaryOpDefinition("Sqrt", UnaryOp.Sqrt, 1),
        new UnaryOpDefinition("Reciprocal", UnaryOp.Reciprocal, 1),
        new UnaryOpDefinition("Erf", UnaryOp.Erf, 8),
        new UnaryOpDefinition("Floor", UnaryOp.Floor, 1),
        new UnaryOpDefinition("Ceil", UnaryOp.Ceiling, 1),
        new UnaryOpDefinition("Round", UnaryOp.Round, 1),
        new UnaryOpDefinition("Sin", UnaryOp.Sin, 2),
        new UnaryOpDefinition("Cos", UnaryOp.Cos, 2),
        new CeluOp(),
        new ThresholdOp("ThresholdedRelu", bothSides: false),
        new ThresholdOp("Shrink", bothSides: true),
        new ScalarMapOp("Neg", UnaryOp.Negate, v => -v),
        new ScalarMapOp("Abs", UnaryOp.Abs, Math.Abs),
        new ScalarMapOp("Sign", UnaryOp.Sign, v => double.IsNaN(v) ? v : Math.Sign(v)),
        new ScalarMapOp("Tan", null, Math.Tan),
        new ScalarMapOp("Asin", null, Math.Asin),
        new ScalarMapOp("Acos", null, Math.Acos),
        new ScalarMapOp("Atan", null, Math.Atan),
        new ScalarMapOp("Sinh", null, Math.Sinh),
        new ScalarMapOp("Cosh", null, Math.Cosh),
        new ScalarMapOp("Asinh", null, Math.Asinh),
        new ScalarMapOp("Acosh", null, Math.Acosh),
        new ScalarMapOp("Atanh", null, Math.Atanh),
    ];
}
