void lathe_softmax_s16(const lathe_softmax *layer, const int16_t *x, int16_t *y)
{
    for (int32_t row = 0; row < layer->rows; row++)
    {
        lathe_softmax_row_s16(layer, &x[row * layer->width], &y[row * layer->width]);
    }
}
