/* The state of a sequence before its first step: what is given, or zeros. */
static void lathe_start_state_f32(int32_t count, const float *given, int32_t batch, float *state)
{
    for (int32_t i = 0; i < count; i++)
    {
        state[i] = (given != NULL) ? given[(batch * count) + i] : 0.0F;
    }
}
