using Lathe.Tensors.Kernels;

namespace Lathe.Graph.Ops.Elementwise;

/// <summary>All elementwise arithmetic of two or more arguments.</summary>
internal static class ArithmeticOps
{
    public static IEnumerable<OpDefinition> All =>
    [
        new BinaryOpDefinition("Add", BinaryOp.Add),
        new BinaryOpDefinition("Sub", BinaryOp.Subtract),
        new BinaryOpDefinition("Mul", BinaryOp.Multiply),
        new BinaryOpDefinition("Div", BinaryOp.Divide),
        new BinaryOpDefinition("Pow", BinaryOp.Power),
        new BinaryOpDefinition("Min", BinaryOp.Minimum, 64),
        new BinaryOpDefinition("Max", BinaryOp.Maximum, 64),
        new BinaryOpDefinition("Sum", BinaryOp.Add, 64),
        new MeanOp(),
        new ModOp(),
        new PReluOp(),
        new ClipOp(),
        new GeluOp(),
        new BitOp("BitShift", (a, x, n) => n > 63 ? 0 : a.Text("direction", "LEFT") == "LEFT" ? x << (int)n : x >> (int)n),
    ];
}
