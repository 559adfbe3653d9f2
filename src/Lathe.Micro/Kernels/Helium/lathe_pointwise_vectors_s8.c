void lathe_pointwise_vectors_s8(const lathe_image_layer_s8 *layer, const int8_t *x, int8_t *y)
{
    const int32_t depth = layer->input.channels;
    const int32_t places = layer->output.rows * layer->output.columns;
    const int8_t *image = x;
    int8_t *out = y;

    for (int32_t batch = 0; batch < layer->batches; batch++)
    {
        for (int32_t place = 0; place < places; place++)
        {
            const int32_t row = (place / layer->output.columns) * layer->window.stride_rows;
            const int32_t column = (place % layer->output.columns) * layer->window.stride_columns;

            lathe_conv_channels_s8(layer, &image[((row * layer->input.columns) + column) * depth], depth, out);
            out = &out[layer->output.channels];
        }

        image = &image[layer->input.rows * layer->input.columns * depth];
    }
}
