static float lathe_quotient_f32(float x, float b)
{
    return b / x;
}
