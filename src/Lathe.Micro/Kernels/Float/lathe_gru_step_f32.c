/* One step of a GRU whose reset gate is applied to the last state: gates z, r and the candidate. */
static void lathe_gru_step_f32(const lathe_recurrent_layer_f32 *layer, const float *x, const float *hidden, float *left, float *next)
{
    const int32_t units = layer->hidden;

    for (int32_t unit = 0; unit < units; unit++)
    {
        left[unit] = lathe_sigmoid_f32(lathe_gate_f32(layer, units + unit, x, hidden)) * hidden[unit];
    }

    for (int32_t unit = 0; unit < units; unit++)
    {
        const int32_t row = (2 * units) + unit;
        const float update = lathe_sigmoid_f32(lathe_gate_f32(layer, unit, x, hidden));
        const float carried = layer->candidate_bias[unit] + lathe_dot_f32(left, &layer->hidden_weights[row * units], units);
        const float seen = layer->bias[row] + lathe_dot_f32(x, &layer->input_weights[row * layer->inputs], layer->inputs);

        next[unit] = ((1.0F - update) * lathe_tanh_f32(seen + carried)) + (update * hidden[unit]);
    }
}
