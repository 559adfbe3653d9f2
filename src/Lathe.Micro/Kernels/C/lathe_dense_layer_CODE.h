/* A fully connected layer. */
typedef struct
{
    int32_t batches;
    int32_t inputs;
    int32_t outputs;
    int32_t input_offset;  /* minus the input's zero point */
    int32_t weight_offset; /* minus the weights' zero point */
    const int8_t *weights; /* a row of inputs for each output */
    const sum_t *bias;
    lathe_rescale rescale;
} lathe_dense_layer_CODE;
