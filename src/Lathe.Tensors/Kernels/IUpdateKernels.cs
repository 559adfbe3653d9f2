namespace Lathe.Tensors.Kernels;

/// <summary>Fused optimizer updates: each reads and writes a parameter and its state once.</summary>
public unsafe interface IUpdateKernels
{
    /// <summary>
    /// <c>g = gradientScale g + weightDecay w; v = momentum v + (1 - dampening) g; w -= rate (nesterov ? g + momentum v : v)</c>.
    /// velocity may be null when momentum is 0.
    /// </summary>
    void Sgd(long count, float* w, float* gradient, float* velocity, float rate, float momentum, float dampening, float weightDecay, bool nesterov, float gradientScale);

    /// <summary>
    /// Adam (Kingma and Ba 2015) with bias correction folded into <paramref name="stepRate"/> and <paramref name="epsilon"/>;
    /// decoupled decay multiplies w by (1 - rate * decay) first, else decay joins the gradient.
    /// </summary>
    void Adam(long count, float* w, float* gradient, float* first, float* second, float stepRate, float beta1, float beta2, float epsilon, float decay, bool decoupled, float rate, float gradientScale);

    /// <summary>RMSprop: <c>s = rho s + (1 - rho) g^2; v = momentum v + g / (sqrt s + epsilon); w -= rate v</c>.</summary>
    void RmsProp(long count, float* w, float* gradient, float* square, float* velocity, float rate, float rho, float momentum, float epsilon, float weightDecay, float gradientScale);
}
