void lathe_argmax_CODE(int32_t rows, int32_t width, const code_t *x, place_t *y)
{
    for (int32_t row = 0; row < rows; row++)
    {
        const code_t *codes = &x[row * width];
        int32_t best = 0;

        for (int32_t i = 1; i < width; i++)
        {
            best = (codes[i] > codes[best]) ? i : best;
        }

        y[row] = (place_t)best;
    }
}
