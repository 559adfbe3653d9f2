/* Two tensors, code by code; the second may repeat: one code for each channel of an image. */
typedef struct
{
    int32_t batches;
    int32_t repeats; /* how often the second's codes are read in a batch */
    int32_t count;   /* codes of the second in a batch */
    int32_t left_offset; /* minus the first's zero point */
    int32_t right_offset;
    int32_t headroom; /* bits that terms are shifted up by before they are scaled; sums only */
    int32_t left_multiplier;
    int32_t left_shift;
    int32_t right_multiplier;
    int32_t right_shift;
    lathe_rescale rescale;
} lathe_pair;
