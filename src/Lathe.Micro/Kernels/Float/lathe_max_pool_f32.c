static float lathe_max_of_window_f32(const lathe_image *input, const lathe_pool_window *window, const float *x)
{
    float largest = x[((window->top * input->columns) + window->left) * input->channels];

    for (int32_t row = window->top; row < window->bottom; row++)
    {
        for (int32_t column = window->left; column < window->right; column++)
        {
            const float value = x[((row * input->columns) + column) * input->channels];

            largest = (value > largest) ? value : largest;
        }
    }

    return largest;
}

void lathe_max_pool_f32(const lathe_pool_layer_f32 *layer, const float *x, float *y)
{
    const int32_t image = layer->input.rows * layer->input.columns * layer->input.channels;
    const int32_t places = layer->output.rows * layer->output.columns;
    float *out = y;
    lathe_pool_window window;

    for (int32_t place = 0; place < (layer->batches * places); place++)
    {
        lathe_pool_window_at_f32(layer, (place % places) / layer->output.columns, place % layer->output.columns, &window);

        for (int32_t channel = 0; channel < layer->output.channels; channel++)
        {
            *out = lathe_max_of_window_f32(&layer->input, &window, &x[((place / places) * image) + channel]);
            out++;
        }
    }
}
