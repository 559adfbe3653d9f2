/* Rows of codes through packed weights, one channel after the other. */
typedef struct
{
    int32_t rows;
    int32_t inputs;
    int32_t outputs;
    const uint8_t *weights;
    const int32_t *bias; /* with the share of the input's zero point */
    lathe_rescale rescale;
} lathe_packed_layer_s8;
