using Lathe.Tensors;
using Lathe.Training.Optimizers;

namespace Lathe.Training.Tests.Optimizers;

public class OptimizerTests
{
    private static readonly float[] s_start = [1, -2, 0.5f, 3, -1, 2, 0.25f, -0.5f, 1.5f], s_slope = [0.5f, -1, 2, 0.1f, 3, 0.4f, 0.7f, 1, -2];

    public static TheoryData<string> Names => [.. OptimizerCatalog.Names];

    /// <summary>Three steps with weight decay against the formulas of the papers, written out in double.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Step_ThreeTimes_IsTheFormula(string name)
    {
        double[] w = [.. s_start.Select(v => (double)v)], m = new double[9], v = new double[9];
        using Tensor parameter = Parameter("w", new Shape(3, 3));
        using Optimizer optimizer = OptimizerCatalog.Create(name, weightDecay: 0.1f);
        for (int t = 1; t <= 3; t++)
        {
            double[] g = [.. s_slope.Select(s => (double)s * t)];
            Reference(name, t, w, g, m, v);
            Step(optimizer, parameter, [.. g.Select(x => (float)x * 4)], 0.01f, 0.25f);
        }

        float[] result = parameter.ToArray<float>();
        for (int i = 0; i < 9; i++)
        {
            result[i].ShouldBe((float)w[i], 2e-5f * Math.Max(1, (float)Math.Abs(w[i])));
        }
    }

    [Theory]
    [InlineData("sgd", 0.1f)]
    [InlineData("nesterov", 0.1f)]
    [InlineData("adam", 0.1f)]
    [InlineData("adamw", 0.1f)]
    [InlineData("rmsprop", 0.06f)]
    [InlineData("lamb", 0.05f)]
    public void Step_OnASkewedQuadratic_FindsItsMinimum(string name, float rate)
    {
        float[] curvature = [10, 1, 0.5f, 4, 2, 1, 3, 0.7f, 5], target = [1, 2, -1, 0.5f, 3, -2, 1, 1, -3];
        using Tensor parameter = Parameter("w", new Shape(3, 3));
        using Optimizer optimizer = OptimizerCatalog.Create(name);
        for (int t = 0; t < 400; t++)
        {
            float[] w = parameter.ToArray<float>();
            Step(optimizer, parameter, [.. w.Select((x, i) => curvature[i] * (x - target[i]))], rate * (1 - (t / 400f)), 1);
        }

        parameter.ToArray<float>().Zip(target, (a, b) => Math.Abs(a - b)).Max().ShouldBeLessThan(0.02f);
    }

    [Fact]
    public void Step_Vectors_AreSparedFromDecay()
    {
        using Tensor matrix = Parameter("w", new Shape(3, 3)), vector = Parameter("b", new Shape(9));
        using Optimizer optimizer = OptimizerCatalog.Create("sgd", weightDecay: 0.5f);
        Step(optimizer, matrix, new float[9], 0.1f, 1);
        Step(optimizer, vector, new float[9], 0.1f, 1);

        matrix.ToArray<float>()[0].ShouldBe(0.95f, 1e-6f);
        vector.ToArray<float>().ShouldBe(s_start);
    }

    [Fact]
    public void Step_Groups_GetTheirOwnDecayAndRate()
    {
        using Tensor head = Parameter("head.weight", new Shape(3, 3)), frozen = Parameter("stem.weight", new Shape(3, 3)), bias = Parameter("head.bias", new Shape(9));
        using Optimizer optimizer = OptimizerCatalog.Create("sgd", 0.5f, 0, [new ParameterGroup("stem*", RateFactor: 0), new ParameterGroup("*.bias", WeightDecay: 1), new ParameterGroup("head*", 0, 2)]);
        foreach (Tensor parameter in new[] { head, frozen, bias })
        {
            Step(optimizer, parameter, s_slope, 0.1f, 1);
        }

        head.ToArray<float>()[0].ShouldBe(1 - (0.2f * 0.5f), 1e-6f);
        frozen.ToArray<float>().ShouldBe(s_start);
        bias.ToArray<float>()[0].ShouldBe(1 - (0.1f * (0.5f + 1)), 1e-6f);
    }

    [Fact]
    public void Create_UnknownName_ListsTheKnown()
    {
        InvalidInputException error = Should.Throw<InvalidInputException>(() => OptimizerCatalog.Create("adagrad"));

        error.Message.ShouldContain("'adagrad'");
        error.Message.ShouldContain("sgd, nesterov, adam, adamw, rmsprop, lamb");
    }

    [Fact]
    public void Load_StateOfAnotherOptimizer_IsOneError()
    {
        using Tensor parameter = Parameter("w", new Shape(3, 3));
        using Optimizer sgd = OptimizerCatalog.Create("sgd"), adam = OptimizerCatalog.Create("adam");
        Step(sgd, parameter, s_slope, 0.1f, 1);

        Should.Throw<InvalidInputException>(() => adam.Load(1, sgd.Save(), new Dictionary<string, Tensor> { ["w"] = parameter })).Message.ShouldContain("does not fit Adam");
        Should.Throw<InvalidInputException>(() => sgd.Load(1, sgd.Save(), new Dictionary<string, Tensor>())).Message.ShouldContain("'w'");
    }

    private static void Reference(string name, int t, double[] w, double[] g, double[] m, double[] v)
    {
        const double Rate = 0.01, Decay = 0.1, B1 = 0.9, B2 = 0.999;
        double[] u = new double[w.Length];
        for (int i = 0; i < w.Length; i++)
        {
            double d = name is "adamw" or "lamb" ? g[i] : g[i] + (Decay * w[i]);
            m[i] = name is "sgd" or "nesterov" ? (0.9 * m[i]) + d : (B1 * m[i]) + ((1 - B1) * d);
            v[i] = name == "rmsprop" ? (0.99 * v[i]) + (0.01 * d * d) : (B2 * v[i]) + ((1 - B2) * d * d);
            double mean = m[i] / (1 - Math.Pow(B1, t)), square = v[i] / (1 - Math.Pow(B2, t));
            u[i] = name switch
            {
                "sgd" => m[i],
                "nesterov" => d + (0.9 * m[i]),
                "rmsprop" => d / (Math.Sqrt(v[i]) + 1e-8),
                "adamw" => (mean / (Math.Sqrt(square) + 1e-8)) + (Decay * w[i]),
                "lamb" => (mean / (Math.Sqrt(square) + 1e-6)) + (Decay * w[i]),
                _ => mean / (Math.Sqrt(square) + 1e-8),
            };
        }

        double trust = name == "lamb" ? Math.Sqrt(w.Sum(x => x * x) / u.Sum(x => x * x)) : 1;
        for (int i = 0; i < w.Length; i++)
        {
            w[i] -= Rate * trust * u[i];
        }
    }

    private static Tensor Parameter(string name, Shape shape)
    {
        Tensor parameter = Tensor.From<float>(s_start, shape);
        parameter.Name = name;
        return parameter;
    }

    private static void Step(Optimizer optimizer, Tensor parameter, float[] gradient, float rate, float scale)
    {
        parameter.Gradient = Tensor.From<float>(gradient, parameter.Shape);
        optimizer.Step([parameter], rate, scale);
        parameter.Gradient.Dispose();
        parameter.Gradient = null;
    }
}
