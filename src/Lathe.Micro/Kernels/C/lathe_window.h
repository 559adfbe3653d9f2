/* How a kernel moves over an image. */
typedef struct
{
    int32_t stride_rows;
    int32_t stride_columns;
    int32_t pad_top;
    int32_t pad_left;
    int32_t dilation_rows;
    int32_t dilation_columns;
} lathe_window;
