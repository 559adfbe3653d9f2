/* A fully connected layer. */
typedef struct
{
    int32_t batches;
    int32_t inputs;
    int32_t outputs;
    const float *weights; /* a row of inputs for each output */
    const float *bias;
    float low;
    float high;
} lathe_dense_layer_f32;
