/* a x + b between 0 and 1. */
static float lathe_hard_sigmoid_f32(float x, float a, float b)
{
    return lathe_clip_f32((x * a) + b, 0.0F, 1.0F);
}
