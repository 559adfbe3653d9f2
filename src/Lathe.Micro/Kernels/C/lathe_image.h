/* The size of an image; channels lie next to each other, columns follow, then rows. */
typedef struct
{
    int32_t rows;
    int32_t columns;
    int32_t channels;
} lathe_image;
