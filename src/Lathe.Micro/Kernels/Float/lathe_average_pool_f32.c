static float lathe_sum_of_window_f32(const lathe_image *input, const lathe_pool_window *window, const float *x)
{
    float sum = 0.0F;

    for (int32_t row = window->top; row < window->bottom; row++)
    {
        for (int32_t column = window->left; column < window->right; column++)
        {
            sum += x[((row * input->columns) + column) * input->channels];
        }
    }

    return sum;
}

void lathe_average_pool_f32(const lathe_pool_layer_f32 *layer, const float *x, float *y)
{
    const int32_t image = layer->input.rows * layer->input.columns * layer->input.channels;
    const int32_t places = layer->output.rows * layer->output.columns;
    float *out = y;
    lathe_pool_window window;

    for (int32_t place = 0; place < (layer->batches * places); place++)
    {
        lathe_pool_window_at_f32(layer, (place % places) / layer->output.columns, place % layer->output.columns, &window);

        const int32_t inside = (window.bottom - window.top) * (window.right - window.left);
        const int32_t count = (layer->counts_padding != 0) ? (layer->kernel_rows * layer->kernel_columns) : inside;

        for (int32_t channel = 0; channel < layer->output.channels; channel++)
        {
            *out = lathe_sum_of_window_f32(&layer->input, &window, &x[((place / places) * image) + channel]) / (float)count;
            out++;
        }
    }
}
