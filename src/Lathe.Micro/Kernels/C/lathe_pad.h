/* What is put around a tensor of four dimensions. */
typedef struct
{
    int32_t input[4];
    int32_t output[4];
    int32_t before[4];
} lathe_pad;
