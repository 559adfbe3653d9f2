/* Input and last output through a gate's weights, 12 fraction bits; last is absent in the first step. */
static int32_t lathe_gru_gate_at_CODE(const lathe_gru_CODE *layer, const lathe_lstm_gate_CODE *gate, const code_t *x, const code_t *last, int32_t unit)
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

/* The candidate, 15 fraction bits. */
static int32_t lathe_gru_candidate_CODE(const lathe_gru_CODE *layer, const code_t *x, const code_t *last, int32_t reset, int32_t unit)
{
    const lathe_lstm_gate_CODE *gate = &layer->candidate_gate;
    const int32_t seen = lathe_gru_gate_at_CODE(layer, gate, x, NULL, unit);
    sum_t known = layer->candidate_bias[unit];

    if (last != NULL)
    {
        known += lathe_lstm_sum_CODE(&gate->hidden_weights[unit * layer->hidden], last, layer->hidden, -layer->output_zero);
    }

    const int32_t carried = lathe_clamp(requantize(known, gate->hidden_multiplier, gate->hidden_shift), INT16_MIN, INT16_MAX);

    return lathe_tanh(lathe_clamp(seen + lathe_divide_by_power(reset * carried, 15), INT16_MIN, INT16_MAX), 0);
}

static void lathe_gru_step_CODE(const lathe_gru_CODE *layer, const code_t *x, const code_t *last, int16_t *state, code_t *y)
{
    for (int32_t unit = 0; unit < layer->hidden; unit++)
    {
        const int32_t update = lathe_sigmoid(lathe_gru_gate_at_CODE(layer, &layer->update_gate, x, last, unit));
        const int32_t reset = lathe_sigmoid(lathe_gru_gate_at_CODE(layer, &layer->reset_gate, x, last, unit));
        const int32_t candidate = lathe_gru_candidate_CODE(layer, x, last, reset, unit);
        const int32_t kept = lathe_divide_by_power(update * (state[unit] - candidate), 15);

        state[unit] = (int16_t)lathe_clamp(candidate + kept, INT16_MIN, INT16_MAX);
        y[unit] = (code_t)lathe_clamp(lathe_requantize(state[unit], layer->output_multiplier, layer->output_shift) + layer->output_zero, CODE_MIN, CODE_MAX);
    }
}

void lathe_gru_run_CODE(const lathe_gru_CODE *layer, const code_t *x, int16_t *state, code_t *y)
{
    for (int32_t batch = 0; batch < layer->batches; batch++)
    {
        const code_t *last = NULL;

        for (int32_t unit = 0; unit < layer->hidden; unit++)
        {
            state[unit] = 0;
        }

        for (int32_t step = 0; step < layer->steps; step++)
        {
            const int32_t row = (step * layer->batches) + batch;
            code_t *shown = &y[row * layer->hidden];

            lathe_gru_step_CODE(layer, &x[row * layer->inputs], last, state, shown);
            last = shown;
        }
    }
}
