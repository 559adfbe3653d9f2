/* Means over windows that lie inside an image, with a change of scale. */
typedef struct
{
    int32_t batches;
    lathe_image input;
    lathe_image output;
    int32_t kernel_rows;
    int32_t kernel_columns;
    lathe_window window; /* neither padded nor dilated */
    int32_t input_offset; /* minus the input's zero point */
    lathe_rescale rescale;
} lathe_mean;
