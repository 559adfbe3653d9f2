/* Applies lathe_FUNCTION_f32 to each number. The output may be the input. */
void lathe_apply_FUNCTION_f32(int32_t count, PARAMETERSconst float *x, float *y);
