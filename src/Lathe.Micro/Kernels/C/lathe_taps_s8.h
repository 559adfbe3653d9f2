/* The taps of a depthwise kernel that lie inside the image at one place, from the first channel on. */
typedef struct
{
    const int8_t *codes;
    const int8_t *weights;
    int32_t rows;
    int32_t columns;
    int32_t step;       /* from a column to the next, of codes and weights */
    int32_t code_row;   /* from a row to the next */
    int32_t weight_row;
} lathe_taps_s8;
