void lathe_pad_CODE(const lathe_pad *layer, code_t code, const code_t *x, code_t *y)
{
    const int32_t *from = layer->input;
    const int32_t *to = layer->output;
    const int32_t count = to[0] * to[1] * to[2] * to[3];
    const int32_t rows = from[0] * from[1] * from[2];

    for (int32_t i = 0; i < count; i++)
    {
        y[i] = code;
    }

    for (int32_t row = 0; row < rows; row++)
    {
        const int32_t a = (row / (from[1] * from[2])) + layer->before[0];
        const int32_t b = ((row / from[2]) % from[1]) + layer->before[1];
        const int32_t c = (row % from[2]) + layer->before[2];
        const int32_t place = (((((a * to[1]) + b) * to[2]) + c) * to[3]) + layer->before[3];

        for (int32_t i = 0; i < from[3]; i++)
        {
            y[place + i] = x[(row * from[3]) + i];
        }
    }
}
