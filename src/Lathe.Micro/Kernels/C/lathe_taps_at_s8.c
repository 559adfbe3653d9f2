/* No taps inside are no rows. */
static void lathe_taps_at_s8(const lathe_image_layer_s8 *layer, const int8_t *x, const lathe_reach *reach, lathe_taps_s8 *taps)
{
    const int32_t channels = layer->output.channels;
    const int32_t row = reach->top + (reach->first_row * layer->window.dilation_rows);

    taps->columns = reach->last_column - reach->first_column;
    taps->rows = (taps->columns > 0) ? (reach->last_row - reach->first_row) : 0;
    taps->codes = &x[((row * layer->input.columns) + reach->left + reach->first_column) * channels];
    taps->weights = &layer->weights[((reach->first_row * layer->kernel_columns) + reach->first_column) * channels];
    taps->step = channels;
    taps->code_row = layer->window.dilation_rows * layer->input.columns * channels;
    taps->weight_row = layer->kernel_columns * channels;
}
