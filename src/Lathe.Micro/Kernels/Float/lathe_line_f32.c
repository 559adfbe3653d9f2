static float lathe_line_f32(float x, float a, float b)
{
    return (x * a) + b;
}
