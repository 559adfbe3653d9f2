void lathe_softmax_s8_CODE(const lathe_softmax *layer, const int8_t *x, code_t *y)
{
    for (int32_t row = 0; row < layer->rows; row++)
    {
        lathe_softmax_row_s8_CODE(layer, &x[row * layer->width], &y[row * layer->width]);
    }
}
