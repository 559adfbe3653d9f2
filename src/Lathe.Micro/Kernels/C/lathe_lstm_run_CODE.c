/* A gate before its activation; last is absent in the first step. */
static int32_t lathe_lstm_gate_at_CODE(const lathe_lstm_CODE *layer, const lathe_lstm_gate_CODE *gate, const code_t *x, const code_t *last, int32_t unit)
{
    const sum_t seen = lathe_lstm_sum_CODE(&gate->input_weights[unit * layer->inputs], x, layer->inputs, layer->input_offset) + gate->bias[unit];
    int32_t value = lathe_clamp(requantize(seen, gate->input_multiplier, gate->input_shift), INT16_MIN, INT16_MAX);

    if (last != NULL)
    {
        const sum_t known = lathe_lstm_sum_CODE(&gate->hidden_weights[unit * layer->hidden], last, layer->hidden, -layer->output_zero);

        value = lathe_clamp(value + requantize(known, gate->hidden_multiplier, gate->hidden_shift), INT16_MIN, INT16_MAX);
    }

    return value;
}

static void lathe_lstm_step_CODE(const lathe_lstm_CODE *layer, const code_t *x, const code_t *last, int16_t *cell, code_t *y)
{
    for (int32_t unit = 0; unit < layer->hidden; unit++)
    {
        const int32_t forget = lathe_sigmoid(lathe_lstm_gate_at_CODE(layer, &layer->forget_gate, x, last, unit));
        const int32_t write = lathe_sigmoid(lathe_lstm_gate_at_CODE(layer, &layer->input_gate, x, last, unit));
        const int32_t candidate = lathe_tanh(lathe_lstm_gate_at_CODE(layer, &layer->cell_gate, x, last, unit), 0);
        const int32_t show = lathe_sigmoid(lathe_lstm_gate_at_CODE(layer, &layer->output_gate, x, last, unit));
        const int32_t old = lathe_requantize(forget * cell[unit], layer->forget_multiplier, layer->forget_shift);
        const int32_t kept = lathe_clamp(old, INT16_MIN, INT16_MAX);
        const int32_t added = lathe_requantize(write * candidate, layer->write_multiplier, layer->write_shift);

        cell[unit] = (int16_t)lathe_clamp(added + kept, -layer->cell_clip, layer->cell_clip);

        const int32_t shown = show * lathe_tanh(cell[unit], layer->cell_shift);
        const int32_t code = lathe_requantize(shown, layer->output_multiplier, layer->output_shift) + layer->output_zero;

        y[unit] = (code_t)lathe_clamp(code, CODE_MIN, CODE_MAX);
    }
}

void lathe_lstm_run_CODE(const lathe_lstm_CODE *layer, const code_t *x, int16_t *cell, code_t *y)
{
    for (int32_t batch = 0; batch < layer->batches; batch++)
    {
        const code_t *last = NULL;

        for (int32_t unit = 0; unit < layer->hidden; unit++)
        {
            cell[unit] = 0;
        }

        for (int32_t step = 0; step < layer->steps; step++)
        {
            const int32_t row = (batch * layer->batch_stride) + (step * layer->step_stride);
            code_t *shown = &y[row * layer->hidden];

            lathe_lstm_step_CODE(layer, &x[row * layer->inputs], last, cell, shown);
            last = shown;
        }
    }
}
