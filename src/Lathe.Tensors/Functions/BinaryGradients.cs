using Lathe.Tensors.Kernels;

namespace Lathe.Tensors;

/// <summary>The two partial derivatives of each <see cref="BinaryOp"/>, times the output gradient, in the broadcast shape.</summary>
internal static class BinaryGradients
{
    public static Tensor Left(BinaryOp op, Tensor dy, Tensor? a, Tensor? b)
    {
        switch (op)
        {
            case BinaryOp.Add or BinaryOp.Subtract:
                return dy.Retain();
            case BinaryOp.Multiply:
                return Functions.BinaryRaw(BinaryOp.Multiply, dy, b!);
            case BinaryOp.Divide:
                return Functions.BinaryRaw(BinaryOp.Divide, dy, b!);
            case BinaryOp.Power:
                using (Tensor less = Scale(b!, 1, -1))
                using (Tensor power = Functions.BinaryRaw(BinaryOp.Power, a!, less))
                using (Tensor slope = Functions.BinaryRaw(BinaryOp.Multiply, power, b!))
                {
                    return Functions.BinaryRaw(BinaryOp.Multiply, dy, slope);
                }

            default:
                return Select(op, dy, a!, b!, left: true);
        }
    }

    public static Tensor Right(BinaryOp op, Tensor dy, Tensor? a, Tensor? b)
    {
        switch (op)
        {
            case BinaryOp.Add:
                return dy.Retain();
            case BinaryOp.Subtract:
                return Scale(dy, -1, 0);
            case BinaryOp.Multiply:
                return Functions.BinaryRaw(BinaryOp.Multiply, dy, a!);
            case BinaryOp.Divide:
                using (Tensor quotient = Functions.BinaryRaw(BinaryOp.Divide, a!, b!))
                using (Tensor slope = Functions.BinaryRaw(BinaryOp.Divide, quotient, b!))
                using (Tensor product = Functions.BinaryRaw(BinaryOp.Multiply, dy, slope))
                {
                    return Scale(product, -1, 0);
                }

            case BinaryOp.Power:
                using (Tensor power = Functions.BinaryRaw(BinaryOp.Power, a!, b!))
                using (Tensor log = Map(UnaryOp.Log, a!))
                using (Tensor slope = Functions.BinaryRaw(BinaryOp.Multiply, power, log))
                {
                    return Functions.BinaryRaw(BinaryOp.Multiply, dy, slope);
                }

            default:
                return Select(op, dy, a!, b!, left: false);
        }
    }

    // Where both are equal each side gets half, so that the sum of gradients stays right.
    private static unsafe Tensor Select(BinaryOp op, Tensor dy, Tensor a, Tensor b, bool left)
    {
        using Tensor rows = Functions.ExpandRaw(dy, dy.Shape);
        using Tensor fullA = Functions.ExpandRaw(a, dy.Shape);
        using Tensor fullB = Functions.ExpandRaw(b, dy.Shape);
        Tensor result = Tensor.Empty(dy.Shape);
        bool takeLarger = (op == BinaryOp.Maximum) == left;
        float* x = fullA.Floats, y = fullB.Floats, g = rows.Floats, r = result.Floats;
        for (int i = 0; i < result.Count; i++)
        {
            r[i] = x[i] == y[i] ? 0.5f * g[i] : (x[i] > y[i]) == takeLarger ? g[i] : 0;
        }

        return result;
    }

    private static Tensor Scale(Tensor x, float alpha, float beta) => Map(UnaryOp.Affine, x, alpha, beta);

    private static unsafe Tensor Map(UnaryOp op, Tensor x, float alpha = 0, float beta = 0)
    {
        Tensor y = Tensor.Empty(x.Shape, DType.Float32, x.Layout);
        ComputeBackend.Current.Elementwise.Unary(op, x.Count, x.Floats, y.Floats, alpha, beta);
        return y;
    }
}
