/* Products of as many matrices. */
typedef struct
{
    int32_t batches;
    int32_t rows;
    int32_t inner;
    int32_t columns;
    int32_t left_offset; /* minus the first's zero point */
    int32_t right_offset;
    lathe_rescale rescale;
} lathe_matmul_layer;
