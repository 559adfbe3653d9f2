static float lathe_absolute_f32(float x)
{
    return (x < 0.0F) ? -x : x;
}
