/* The taps of a kernel that lie inside the image at one place: from the first to the one behind the last. */
typedef struct
{
    int32_t top;
    int32_t left;
    int32_t first_row;
    int32_t last_row;
    int32_t first_column;
    int32_t last_column;
} lathe_reach;
