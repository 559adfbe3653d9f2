namespace Lathe.Tensors.Kernels.Managed;

/// <summary>The elementwise parts of the gradient of one GRU step.</summary>
/// <remarks>
/// The input side of the candidate and its recurrent side differ by the reset gate when it is applied after the product, so both
/// gradients are kept.
/// </remarks>
internal readonly unsafe struct GruCellGradient(int batch, int h, float* gates, float* extra, float* previous, float* input, float* recurrent)
{
    /// <summary>Gradient of the recurrent side of the gates, [N, 3H].</summary>
    public float* Recurrent => recurrent;

    /// <summary>Through the output: gradients of z and the candidate before activation; dh becomes what flows straight to the state before.</summary>
    public void Output(float* dy, float* dh)
    {
        for (int n = 0; n < batch; n++)
        {
            float* row = gates + (3L * n * h);
            long wide = 3L * n * h, at = (long)n * h;
            for (int j = 0; j < h; j++)
            {
                float z = row[j], candidate = row[(2 * h) + j];
                float d = dh[at + j] + (dy == null ? 0 : dy[at + j]);
                float dz = d * (previous[at + j] - candidate) * z * (1 - z);
                float dCandidate = d * (1 - z) * (1 - (candidate * candidate));
                input[wide + j] = recurrent[wide + j] = dz;
                input[wide + (2 * h) + j] = recurrent[wide + (2 * h) + j] = dCandidate;
                dh[at + j] = d * z;
            }
        }
    }

    /// <summary>candidate = tanh(... + r * (h R + b)): extra holds the bracket.</summary>
    public void ResetLinear()
    {
        for (int n = 0; n < batch; n++)
        {
            float* row = gates + (3L * n * h);
            long wide = 3L * n * h, at = (long)n * h;
            for (int j = 0; j < h; j++)
            {
                float r = row[h + j], d = recurrent[wide + (2 * h) + j];
                input[wide + h + j] = recurrent[wide + h + j] = d * extra[at + j] * r * (1 - r);
                recurrent[wide + (2 * h) + j] = d * r;
            }
        }
    }

    /// <summary>candidate = tanh(... + (r * h) R): inner holds the gradient of r * h.</summary>
    public void ResetState(float* inner, float* dh)
    {
        for (int n = 0; n < batch; n++)
        {
            float* row = gates + (3L * n * h);
            long wide = 3L * n * h, at = (long)n * h;
            for (int j = 0; j < h; j++)
            {
                float r = row[h + j];
                input[wide + h + j] = recurrent[wide + h + j] = inner[at + j] * previous[at + j] * r * (1 - r);
                dh[at + j] += inner[at + j] * r;
            }
        }
    }
}
