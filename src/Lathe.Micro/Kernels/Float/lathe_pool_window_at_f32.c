/* The part of the image under the window of an output. */
static void lathe_pool_window_at_f32(const lathe_pool_layer_f32 *layer, int32_t row, int32_t column, lathe_pool_window *window)
{
    const int32_t top = (row * layer->window.stride_rows) - layer->window.pad_top;
    const int32_t left = (column * layer->window.stride_columns) - layer->window.pad_left;
    const int32_t bottom = top + layer->kernel_rows;
    const int32_t right = left + layer->kernel_columns;

    window->top = (top > 0) ? top : 0;
    window->left = (left > 0) ? left : 0;
    window->bottom = (bottom < layer->input.rows) ? bottom : layer->input.rows;
    window->right = (right < layer->input.columns) ? right : layer->input.columns;
}
