static float lathe_leaky_relu_f32(float x, float a)
{
    return (x < 0.0F) ? (x * a) : x;
}
