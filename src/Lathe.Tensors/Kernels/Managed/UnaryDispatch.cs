using System.Numerics;
using System.Runtime.CompilerServices;
using Lathe.Tensors.Threading;

namespace Lathe.Tensors.Kernels.Managed;

/// <summary>Picks the loop of each <see cref="UnaryOp"/>.</summary>
internal static unsafe class UnaryDispatch
{
    private const int Grain = 16384;

    public static void Forward(ThreadTeam team, UnaryOp op, long count, float* x, float* y, float alpha, float beta)
    {
        switch (op)
        {
            case UnaryOp.Relu: team.For((int)count, Grain, new ForwardBody<RectifierFunctions.Relu>(x, y, alpha, beta)); break;
            case UnaryOp.LeakyRelu: team.For((int)count, Grain, new ForwardBody<RectifierFunctions.LeakyRelu>(x, y, alpha, beta)); break;
            case UnaryOp.Clip: team.For((int)count, Grain, new ForwardBody<RectifierFunctions.Clip>(x, y, alpha, beta)); break;
            case UnaryOp.Sigmoid: team.For((int)count, Grain, new ForwardBody<SmoothFunctions.Sigmoid>(x, y, alpha, beta)); break;
            case UnaryOp.Tanh: team.For((int)count, Grain, new ForwardBody<SmoothFunctions.Tanh>(x, y, alpha, beta)); break;
            case UnaryOp.Gelu: team.For((int)count, Grain, new ForwardBody<SmoothFunctions.Gelu>(x, y, alpha, beta)); break;
            case UnaryOp.GeluTanh: team.For((int)count, Grain, new ForwardBody<SmoothFunctions.GeluTanh>(x, y, alpha, beta)); break;
            case UnaryOp.Swish: team.For((int)count, Grain, new ForwardBody<SmoothFunctions.Swish>(x, y, alpha, beta)); break;
            case UnaryOp.HardSigmoid: team.For((int)count, Grain, new ForwardBody<RectifierFunctions.HardSigmoid>(x, y, alpha, beta)); break;
            case UnaryOp.HardSwish: team.For((int)count, Grain, new ForwardBody<RectifierFunctions.HardSwish>(x, y, alpha, beta)); break;
            case UnaryOp.Elu: team.For((int)count, Grain, new ForwardBody<RectifierFunctions.Elu>(x, y, alpha, beta)); break;
            case UnaryOp.Selu: team.For((int)count, Grain, new ForwardBody<RectifierFunctions.Selu>(x, y, alpha, beta)); break;
            case UnaryOp.Softplus: team.For((int)count, Grain, new ForwardBody<SmoothFunctions.Softplus>(x, y, alpha, beta)); break;
            case UnaryOp.Softsign: team.For((int)count, Grain, new ForwardBody<RectifierFunctions.Softsign>(x, y, alpha, beta)); break;
            case UnaryOp.Mish: team.For((int)count, Grain, new ForwardBody<SmoothFunctions.Mish>(x, y, alpha, beta)); break;
            case UnaryOp.Exp: team.For((int)count, Grain, new ForwardBody<BasicFunctions.Exp>(x, y, alpha, beta)); break;
            case UnaryOp.Log: team.For((int)count, Grain, new ForwardBody<BasicFunctions.Log>(x, y, alpha, beta)); break;
            case UnaryOp.Sqrt: team.For((int)count, Grain, new ForwardBody<BasicFunctions.Sqrt>(x, y, alpha, beta)); break;
            case UnaryOp.Reciprocal: team.For((int)count, Grain, new ForwardBody<BasicFunctions.Reciprocal>(x, y, alpha, beta)); break;
            case UnaryOp.Negate: team.For((int)count, Grain, new ForwardBody<BasicFunctions.Negate>(x, y, alpha, beta)); break;
            case UnaryOp.Abs: team.For((int)count, Grain, new ForwardBody<BasicFunctions.Abs>(x, y, alpha, beta)); break;
            case UnaryOp.Erf: team.For((int)count, Grain, new ForwardBody<BasicFunctions.ErrorFunction>(x, y, alpha, beta)); break;
            case UnaryOp.Square: team.For((int)count, Grain, new ForwardBody<BasicFunctions.Square>(x, y, alpha, beta)); break;
            case UnaryOp.Floor: team.For((int)count, Grain, new ForwardBody<BasicFunctions.Floor>(x, y, alpha, beta)); break;
            case UnaryOp.Ceiling: team.For((int)count, Grain, new ForwardBody<BasicFunctions.Ceiling>(x, y, alpha, beta)); break;
            case UnaryOp.Round: team.For((int)count, Grain, new ForwardBody<BasicFunctions.Round>(x, y, alpha, beta)); break;
            case UnaryOp.Sign: team.For((int)count, Grain, new ForwardBody<BasicFunctions.Sign>(x, y, alpha, beta)); break;
            case UnaryOp.Sin: team.For((int)count, Grain, new ForwardBody<BasicFunctions.Sin>(x, y, alpha, beta)); break;
            case UnaryOp.Cos: team.For((int)count, Grain, new ForwardBody<BasicFunctions.Cos>(x, y, alpha, beta)); break;
            case UnaryOp.Affine: team.For((int)count, Grain, new ForwardBody<BasicFunctions.Affine>(x, y, alpha, beta)); break;
        }
    }

    public static void Backward(ThreadTeam team, UnaryOp op, long count, float* x, float* y, float* dy, float* dx, float alpha, float beta, bool accumulate)
    {
        switch (op)
        {
            case UnaryOp.Relu: team.For((int)count, Grain, new BackwardBody<RectifierFunctions.Relu>(x, y, dy, dx, alpha, beta, accumulate)); break;
            case UnaryOp.LeakyRelu: team.For((int)count, Grain, new BackwardBody<RectifierFunctions.LeakyRelu>(x, y, dy, dx, alpha, beta, accumulate)); break;
            case UnaryOp.Clip: team.For((int)count, Grain, new BackwardBody<RectifierFunctions.Clip>(x, y, dy, dx, alpha, beta, accumulate)); break;
            case UnaryOp.Sigmoid: team.For((int)count, Grain, new BackwardBody<SmoothFunctions.Sigmoid>(x, y, dy, dx, alpha, beta, accumulate)); break;
            case UnaryOp.Tanh: team.For((int)count, Grain, new BackwardBody<SmoothFunctions.Tanh>(x, y, dy, dx, alpha, beta, accumulate)); break;
            case UnaryOp.Gelu: team.For((int)count, Grain, new BackwardBody<SmoothFunctions.Gelu>(x, y, dy, dx, alpha, beta, accumulate)); break;
            case UnaryOp.GeluTanh: team.For((int)count, Grain, new BackwardBody<SmoothFunctions.GeluTanh>(x, y, dy, dx, alpha, beta, accumulate)); break;
            case UnaryOp.Swish: team.For((int)count, Grain, new BackwardBody<SmoothFunctions.Swish>(x, y, dy, dx, alpha, beta, accumulate)); break;
            case UnaryOp.HardSigmoid: team.For((int)count, Grain, new BackwardBody<RectifierFunctions.HardSigmoid>(x, y, dy, dx, alpha, beta, accumulate)); break;
            case UnaryOp.HardSwish: team.For((int)count, Grain, new BackwardBody<RectifierFunctions.HardSwish>(x, y, dy, dx, alpha, beta, accumulate)); break;
            case UnaryOp.Elu: team.For((int)count, Grain, new BackwardBody<RectifierFunctions.Elu>(x, y, dy, dx, alpha, beta, accumulate)); break;
            case UnaryOp.Selu: team.For((int)count, Grain, new BackwardBody<RectifierFunctions.Selu>(x, y, dy, dx, alpha, beta, accumulate)); break;
            case UnaryOp.Softplus: team.For((int)count, Grain, new BackwardBody<SmoothFunctions.Softplus>(x, y, dy, dx, alpha, beta, accumulate)); break;
            case UnaryOp.Softsign: team.For((int)count, Grain, new BackwardBody<RectifierFunctions.Softsign>(x, y, dy, dx, alpha, beta, accumulate)); break;
            case UnaryOp.Mish: team.For((int)count, Grain, new BackwardBody<SmoothFunctions.Mish>(x, y, dy, dx, alpha, beta, accumulate)); break;
            case UnaryOp.Exp: team.For((int)count, Grain, new BackwardBody<BasicFunctions.Exp>(x, y, dy, dx, alpha, beta, accumulate)); break;
            case UnaryOp.Log: team.For((int)count, Grain, new BackwardBody<BasicFunctions.Log>(x, y, dy, dx, alpha, beta, accumulate)); break;
            case UnaryOp.Sqrt: team.For((int)count, Grain, new BackwardBody<BasicFunctions.Sqrt>(x, y, dy, dx, alpha, beta, accumulate)); break;
            case UnaryOp.Reciprocal: team.For((int)count, Grain, new BackwardBody<BasicFunctions.Reciprocal>(x, y, dy, dx, alpha, beta, accumulate)); break;
            case UnaryOp.Negate: team.For((int)count, Grain, new BackwardBody<BasicFunctions.Negate>(x, y, dy, dx, alpha, beta, accumulate)); break;
            case UnaryOp.Abs: team.For((int)count, Grain, new BackwardBody<BasicFunctions.Abs>(x, y, dy, dx, alpha, beta, accumulate)); break;
            case UnaryOp.Erf: team.For((int)count, Grain, new BackwardBody<BasicFunctions.ErrorFunction>(x, y, dy, dx, alpha, beta, accumulate)); break;
            case UnaryOp.Square: team.For((int)count, Grain, new BackwardBody<BasicFunctions.Square>(x, y, dy, dx, alpha, beta, accumulate)); break;
            case UnaryOp.Floor: team.For((int)count, Grain, new BackwardBody<BasicFunctions.Floor>(x, y, dy, dx, alpha, beta, accumulate)); break;
            case UnaryOp.Ceiling: team.For((int)count, Grain, new BackwardBody<BasicFunctions.Ceiling>(x, y, dy, dx, alpha, beta, accumulate)); break;
            case UnaryOp.Round: team.For((int)count, Grain, new BackwardBody<BasicFunctions.Round>(x, y, dy, dx, alpha, beta, accumulate)); break;
            case UnaryOp.Sign: team.For((int)count, Grain, new BackwardBody<BasicFunctions.Sign>(x, y, dy, dx, alpha, beta, accumulate)); break;
            case UnaryOp.Sin: team.For((int)count, Grain, new BackwardBody<BasicFunctions.Sin>(x, y, dy, dx, alpha, beta, accumulate)); break;
            case UnaryOp.Cos: team.For((int)count, Grain, new BackwardBody<BasicFunctions.Cos>(x, y, dy, dx, alpha, beta, accumulate)); break;
            case UnaryOp.Affine: team.For((int)count, Grain, new BackwardBody<BasicFunctions.Affine>(x, y, dy, dx, alpha, beta, accumulate)); break;
        }
    }

    private readonly struct ForwardBody<TFunction>(float* x, float* y, float alpha, float beta) : IRangeBody
        where TFunction : struct, IUnaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(int begin, int end)
        {
            var a = new Vector<float>(alpha);
            var b = new Vector<float>(beta);
            int i = begin;
            for (; i <= end - Vector<float>.Count; i += Vector<float>.Count)
            {
                Vector.Store(TFunction.Apply(Vector.Load(x + i), a, b), y + i);
            }

            if (i < end)
            {
                Tail.Store(TFunction.Apply(Tail.Load(x + i, end - i), a, b), y + i, end - i);
            }
        }
    }

    private readonly struct BackwardBody<TFunction>(float* x, float* y, float* dy, float* dx, float alpha, float beta, bool accumulate) : IRangeBody
        where TFunction : struct, IUnaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(int begin, int end)
        {
            var a = new Vector<float>(alpha);
            var b = new Vector<float>(beta);
            int i = begin;
            for (; i <= end - Vector<float>.Count; i += Vector<float>.Count)
            {
                Vector<float> gradient = Vector.Load(dy + i) * TFunction.Slope(Vector.Load(x + i), Vector.Load(y + i), a, b);
                Vector.Store(accumulate ? gradient + Vector.Load(dx + i) : gradient, dx + i);
            }

            if (i < end)
            {
                int rest = end - i;
                Vector<float> gradient = Tail.Load(dy + i, rest) * TFunction.Slope(Tail.Load(x + i, rest), Tail.Load(y + i, rest), a, b);
                Tail.Store(accumulate ? gradient + Tail.Load(dx + i, rest) : gradient, dx + i, rest);
            }
        }
    }
}
