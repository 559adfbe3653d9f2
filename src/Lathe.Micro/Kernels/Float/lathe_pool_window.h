/* The part of an image under a window: from the first row and column to those behind the last. */
typedef struct
{
    int32_t top;
    int32_t bottom;
    int32_t left;
    int32_t right;
} lathe_pool_window;
