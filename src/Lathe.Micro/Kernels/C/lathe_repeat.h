/* How often the pixels of an image are repeated. */
typedef struct
{
    int32_t batches;
    lathe_image input;
    int32_t rows;
    int32_t columns;
} lathe_repeat;
