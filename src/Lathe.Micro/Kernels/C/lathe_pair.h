/* Two tensors of one size, code by code. */
typedef struct
{
    int32_t count;
    int32_t left_offset; /* minus the first's zero point */
    int32_t right_offset;
    int32_t headroom; /* bits that terms are shifted up by before they are scaled; sums only */
    int32_t left_multiplier;
    int32_t left_shift;
    int32_t right_multiplier;
    int32_t right_shift;
    lathe_rescale rescale;
} lathe_pair;
