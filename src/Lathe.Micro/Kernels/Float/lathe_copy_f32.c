static void lathe_copy_f32(int32_t count, const float *from, float *to)
{
    for (int32_t i = 0; i < count; i++)
    {
        to[i] = from[i];
    }
}
