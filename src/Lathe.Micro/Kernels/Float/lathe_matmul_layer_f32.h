/* Products of as many matrices. */
typedef struct
{
    int32_t batches;
    int32_t rows;
    int32_t inner;
    int32_t columns;
} lathe_matmul_layer_f32;
