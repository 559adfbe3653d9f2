void lathe_apply_FUNCTION_f32(int32_t count, PARAMETERSconst float *x, float *y)
{
    for (int32_t i = 0; i < count; i++)
    {
        y[i] = lathe_FUNCTION_f32(x[i]ARGUMENTS);
    }
}
