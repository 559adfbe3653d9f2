void lathe_patches_blocks_s8(const lathe_image_layer_s8 *layer, const int8_t *x, int16_t *room, int8_t *y)
{
    const int32_t count = layer->kernel_rows * layer->kernel_columns * layer->input.channels;
    const int32_t places = layer->output.rows * layer->output.columns;
    int8_t *const patches = (int8_t *)room;
    const int8_t *image = x;
    int8_t *out = y;
    lathe_reach reach;

    for (int32_t batch = 0; batch < layer->batches; batch++)
    {
        for (int32_t place = 0; place < places; place += 2)
        {
            const int32_t rows = ((place + 1) < places) ? 2 : 1;
            const lathe_packed_layer_s8 packed = {rows, count, layer->output.channels, (const uint8_t *)layer->weights, layer->bias, layer->rescale};

            for (int32_t i = 0; i < rows; i++)
            {
                lathe_reach_at(&layer->window, &layer->input, layer->kernel_rows, layer->kernel_columns, (place + i) / layer->output.columns, (place + i) % layer->output.columns, &reach);
                lathe_patch_s8(layer, image, &reach, &patches[i * count]);
            }

            lathe_dense_blocks_s8(&packed, patches, out);
            out = &out[rows * layer->output.channels];
        }

        image = &image[layer->input.rows * layer->input.columns * layer->input.channels];
    }
}
