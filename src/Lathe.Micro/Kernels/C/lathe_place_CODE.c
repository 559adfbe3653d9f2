void lathe_place_CODE(int32_t rows, int32_t length, int32_t stride, const code_t *x, code_t *y)
{
    for (int32_t row = 0; row < rows; row++)
    {
        for (int32_t i = 0; i < length; i++)
        {
            y[(row * stride) + i] = x[(row * length) + i];
        }
    }
}
