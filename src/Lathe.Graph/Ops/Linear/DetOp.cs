using Lathe.Tensors;

namespace Lathe.Graph.Ops.Linear;

/// <summary>Determinants of square matrices, by elimination with row exchanges; not differentiable.</summary>
internal sealed class DetOp : OpDefinition
{
    public override string OpType => "Det";

    public override Tensor[] Forward(ForwardContext context)
    {
        Tensor x = context.Input(0);
        if (x.Rank < 2 || x.Shape[-1] != x.Shape[-2])
        {
            throw new InvalidInputException($"{context.Node.Describe()}: the last two dimensions of {x} are not those of a square matrix.");
        }

        int n = x.Shape[-1];
        double[] data = Floating.Numbers(x);
        var shape = new Shape(x.Shape.Dimensions[..^2]);
        double[] y = new double[shape.Count];
        for (int i = 0; i < y.Length; i++)
        {
            y[i] = Determinant(data.AsSpan(i * n * n, n * n), n);
        }

        return [Floating.From(y, shape, x.DType)];
    }

    public override OpCost Cost(CostContext context)
    {
        Shape x = context.Input(0).Shape;
        return context.Traffic(x.Rank == 0 ? 0 : (long)x.Count * x[-1] / 3, 0);
    }

    private static double Determinant(Span<double> a, int n)
    {
        double result = 1;
        for (int column = 0; column < n; column++)
        {
            int pivot = column;
            for (int row = column + 1; row < n; row++)
            {
                pivot = Math.Abs(a[(row * n) + column]) > Math.Abs(a[(pivot * n) + column]) ? row : pivot;
            }

            double head = a[(pivot * n) + column];
            if (head == 0)
            {
                return 0;
            }

            result *= pivot == column ? head : -head;
            for (int k = column; k < n; k++)
            {
                (a[(pivot * n) + k], a[(column * n) + k]) = (a[(column * n) + k], a[(pivot * n) + k]);
            }

            for (int row = column + 1; row < n; row++)
            {
                double factor = a[(row * n) + column] / head;
                for (int k = column; k < n; k++)
                {
                    a[(row * n) + k] -= factor * a[(column * n) + k];
                }
            }
        }

        return result;
    }
}
