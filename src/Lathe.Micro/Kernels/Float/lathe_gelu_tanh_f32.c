/* The same by a hyperbolic tangent. */
static float lathe_gelu_tanh_f32(float x)
{
    return 0.5F * x * (1.0F + lathe_tanh_f32(0.79788456F * (x + (0.044715F * x * x * x))));
}
