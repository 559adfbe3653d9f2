/* Another order of four dimensions. */
typedef struct
{
    int32_t output[4];
    int32_t stride[4]; /* of each of the output's dimensions in the input */
} lathe_transpose;
