void lathe_transpose_CODE(const lathe_transpose *layer, const code_t *x, code_t *y)
{
    const int32_t *stride = layer->stride;
    code_t *out = y;

    for (int32_t a = 0; a < layer->output[0]; a++)
    {
        for (int32_t b = 0; b < layer->output[1]; b++)
        {
            for (int32_t c = 0; c < layer->output[2]; c++)
            {
                for (int32_t d = 0; d < layer->output[3]; d++)
                {
                    *out = x[(a * stride[0]) + (b * stride[1]) + (c * stride[2]) + (d * stride[3])];
                    out++;
                }
            }
        }
    }
}
