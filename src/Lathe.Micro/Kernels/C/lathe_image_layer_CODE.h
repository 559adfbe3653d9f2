/* A layer whose kernel moves over an image. */
typedef struct
{
    int32_t batches;
    lathe_image input;
    lathe_image output;
    int32_t kernel_rows;
    int32_t kernel_columns;
    int32_t kernel_channels; /* input channels that one output channel reads */
    int32_t input_offset;    /* minus the input's zero point */
    lathe_window window;
    const int8_t *weights;
    const sum_t *bias; /* one for each output channel */
    lathe_rescale rescale;
} lathe_image_layer_CODE;
