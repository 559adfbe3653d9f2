void lathe_patches_PACKED_s8(const lathe_image_layer_s8 *layer, const int8_t *x, int16_t *room, int8_t *y)
{
    const int32_t count = layer->kernel_rows * layer->kernel_columns * layer->input.channels;
    const int32_t places = layer->output.rows * layer->output.columns;
    const lathe_packed_layer_s8 packed = {1, count, layer->output.channels, (const uint8_t *)layer->weights, layer->bias, layer->rescale};
    int8_t *const patch = (int8_t *)room;
    const int8_t *image = x;
    int8_t *out = y;
    lathe_reach reach;

    for (int32_t batch = 0; batch < layer->batches; batch++)
    {
        for (int32_t place = 0; place < places; place++)
        {
            lathe_reach_at(&layer->window, &layer->input, layer->kernel_rows, layer->kernel_columns, place / layer->output.columns, place % layer->output.columns, &reach);
            lathe_patch_s8(layer, image, &reach, patch);
            lathe_dense_PACKED_s8(&packed, patch, out);
            out = &out[layer->output.channels];
        }

        image = &image[layer->input.rows * layer->input.columns * layer->input.channels];
    }
}
