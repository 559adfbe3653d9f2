void lathe_depthwise_VARIANT(const lathe_image_layer_CODE *layer, const code_t *x, code_t *y)
{
    const lathe_window *window = &layer->window;
    const int32_t image = layer->input.rows * layer->input.columns * layer->input.channels;
    code_t *out = y;
    lathe_reach reach;

    for (int32_t batch = 0; batch < layer->batches; batch++)
    {
        for (int32_t row = 0; row < layer->output.rows; row++)
        {
            reach.top = (row * window->stride_rows) - window->pad_top;
            lathe_inside(reach.top, layer->kernel_rows, window->dilation_rows, layer->input.rows, &reach.first_row, &reach.last_row);

            for (int32_t column = 0; column < layer->output.columns; column++)
            {
                reach.left = (column * window->stride_columns) - window->pad_left;
                lathe_inside(reach.left, layer->kernel_columns, window->dilation_columns, layer->input.columns, &reach.first_column, &reach.last_column);

                lathe_depthwise_place_VARIANT(layer, &x[batch * image], &reach, out);
                out = &out[layer->output.channels];
            }
        }
    }
}
