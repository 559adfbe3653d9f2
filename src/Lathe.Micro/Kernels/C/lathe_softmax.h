/* Softmax over rows. */
typedef struct
{
    int32_t rows;
    int32_t width;
    int32_t multiplier; /* the input's scale */
    int32_t shift;
    int32_t least_difference; /* codes further below the largest count as zero */
} lathe_softmax;
