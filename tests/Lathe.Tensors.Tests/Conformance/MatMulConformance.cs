using Lathe.Tensors.Kernels;

namespace Lathe.Tensors.Tests.Conformance;

/// <summary>What every matrix product must compute.</summary>
[Trait("Category", "SimdSensitive")]
public abstract unsafe class MatMulConformance
{
    protected abstract KernelBackend Backend { get; }

    /// <summary>Sizes around the edges of tiles, vectors and blocks.</summary>
    public static TheoryData<int, int, int> Sizes => new()
    {
        { 1, 1, 1 }, { 1, 17, 5 }, { 5, 1, 33 }, { 6, 16, 8 }, { 7, 17, 9 }, { 13, 31, 64 }, { 64, 64, 64 },
        { 33, 100, 300 }, { 129, 65, 520 }, { 2, 300, 700 }, { 200, 3, 50 }, { 8, 8, 1 },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Gemm_MatchesDefinition(int m, int n, int k)
    {
        for (int variant = 0; variant < 16; variant++)
        {
            Check(m, n, k, (variant & 1) != 0, (variant & 2) != 0, (variant & 4) != 0, (variant & 8) != 0);
        }
    }

    private void Check(int m, int n, int k, bool transposeA, bool transposeB, bool half, bool fused)
    {
        const int Batch = 2, Slack = 3;
        int leadA = (transposeA ? m : k) + Slack, leadB = (transposeB ? k : n) + Slack, leadC = n + Slack;
        int sizeA = leadA * (transposeA ? k : m), sizeB = leadB * (transposeB ? n : k), sizeC = leadC * m;
        using KernelBuffer a = KernelBuffer.Random(sizeA * Batch, 1), b = KernelBuffer.Random(sizeB, 2), c = KernelBuffer.Random(sizeC * Batch, 3), bias = KernelBuffer.Random(n, 4);
        using KernelBuffer halfA = a.ToBFloat16(), halfB = b.ToBFloat16();
        double[] expected = new double[c.Count];
        for (int i = 0; i < c.Count; i++)
        {
            int matrix = i / sizeC, row = i % sizeC / leadC, column = i % leadC;
            expected[i] = c[i];
            if (column >= n)
            {
                continue;
            }

            double sum = 0;
            for (int d = 0; d < k; d++)
            {
                sum += (double)a[(matrix * sizeA) + (transposeA ? (d * leadA) + row : (row * leadA) + d)] * b[transposeB ? (column * leadB) + d : (d * leadB) + column];
            }

            expected[i] = fused ? Math.Clamp((1.5 * sum) + (0.5 * c[i]) + bias[column], 0, 6) : sum;
        }

        Backend.MatMul.Gemm(new GemmArguments
        {
            M = m, N = n, K = k, TransposeA = transposeA, TransposeB = transposeB,
            A = half ? halfA.Pointer : a.Pointer, B = half ? halfB.Pointer : b.Pointer, C = c.Pointer,
            LeadingA = leadA, LeadingB = leadB, LeadingC = leadC,
            Alpha = fused ? 1.5f : 1, Beta = fused ? 0.5f : 0, Bias = fused ? bias.Pointer : null,
            Activation = fused ? Activation.Relu6 : Activation.Identity,
            Batch = Batch, StrideA = sizeA, StrideB = 0, StrideC = sizeC,
            InputType = half ? DType.BFloat16 : DType.Float32,
        });
        c.ShouldMatch(expected, 1e-5, $"C, transposed {transposeA} {transposeB}, bfloat16 {half}, fused {fused}");
    }
}
