/* A layer whose kernel moves over an image. */
typedef struct
{
    int32_t batches;
    lathe_image input;
    lathe_image output;
    int32_t kernel_rows;
    int32_t kernel_columns;
    int32_t kernel_channels; /* input channels that one output channel reads */
    lathe_window window;
    const float *weights;
    const float *bias; /* one for each output channel */
    float low;
    float high;
} lathe_image_layer_f32;
