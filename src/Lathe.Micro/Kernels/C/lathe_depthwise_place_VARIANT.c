/* Writes the channels of one place: four at a time where each output channel has an input channel of its own. */
static void lathe_depthwise_place_VARIANT(const lathe_image_layer_CODE *layer, const code_t *x, const lathe_reach *reach, code_t *y)
{
    const int32_t channels = layer->output.channels;
    int32_t channel = 0;

    if (channels == layer->input.channels)
    {
        for (; (channel + 4) <= channels; channel += 4)
        {
            sum_t sums[4] = {layer->bias[channel], layer->bias[channel + 1], layer->bias[channel + 2], layer->bias[channel + 3]};

            four_of(layer, x, reach, channel, sums);

            for (int32_t k = 0; k < 4; k++)
            {
                y[channel + k] = lathe_to_code_ROUNDED(sums[k], &layer->rescale, channel + k);
            }
        }
    }

    for (; channel < channels; channel++)
    {
        y[channel] = lathe_to_code_ROUNDED(lathe_depthwise_sum_VARIANT(layer, x, reach, channel), &layer->rescale, channel);
    }
}
