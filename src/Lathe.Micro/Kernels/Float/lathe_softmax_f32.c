static void lathe_softmax_row_f32(int32_t width, const float *x, float *y)
{
    float largest = x[0];
    float sum = 0.0F;

    for (int32_t i = 0; i < width; i++)
    {
        largest = (x[i] > largest) ? x[i] : largest;
    }

    for (int32_t i = 0; i < width; i++)
    {
        y[i] = lathe_exponential_f32(x[i] - largest);
        sum += y[i];
    }

    for (int32_t i = 0; i < width; i++)
    {
        y[i] = y[i] / sum;
    }
}

void lathe_softmax_f32(int32_t rows, int32_t width, const float *x, float *y)
{
    for (int32_t row = 0; row < rows; row++)
    {
        lathe_softmax_row_f32(width, &x[row * width], &y[row * width]);
    }
}
