/* Pooling of an image, channel by channel. */
typedef struct
{
    int32_t batches;
    lathe_image input;
    lathe_image output;
    int32_t kernel_rows;
    int32_t kernel_columns;
    lathe_window window; /* not dilated */
    int32_t counts_padding; /* 1: a mean divides by the whole window */
} lathe_pool_layer_f32;
