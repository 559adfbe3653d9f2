/* A number held between two. */
static float lathe_clip_f32(float x, float low, float high)
{
    const float held = (x < low) ? low : x;

    return (held > high) ? high : held;
}
