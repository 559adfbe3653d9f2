/* From sums to codes: sum * multiplier * 2^(shift - 31) + offset, held between low and high. */
typedef struct
{
    const int32_t *multiplier;
    const int8_t *shift;
    int32_t per_channel; /* 1: a factor for each output channel; 0: one for all */
    int32_t offset;
    int32_t low;
    int32_t high;
} lathe_rescale;
