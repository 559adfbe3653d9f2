/* The taps inside the image at the place of an output. */
static void lathe_reach_at(const lathe_window *window, const lathe_image *input, int32_t kernel_rows, int32_t kernel_columns, int32_t row, int32_t column, lathe_reach *reach)
{
    reach->top = (row * window->stride_rows) - window->pad_top;
    reach->left = (column * window->stride_columns) - window->pad_left;
    lathe_inside(reach->top, kernel_rows, window->dilation_rows, input->rows, &reach->first_row, &reach->last_row);
    lathe_inside(reach->left, kernel_columns, window->dilation_columns, input->columns, &reach->first_column, &reach->last_column);
}
