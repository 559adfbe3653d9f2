/* x times its hard sigmoid. */
static float lathe_hard_swish_f32(float x)
{
    return x * lathe_clip_f32((x * (1.0F / 6.0F)) + 0.5F, 0.0F, 1.0F);
}
