/* One step of a GRU whose reset gate is applied to what the last state's matrix gives: gates z, r and the candidate. */
static void lathe_gru_reset_after_step_f32(const lathe_recurrent_layer_f32 *layer, const float *x, const float *hidden, float *reset, float *next)
{
    const int32_t units = layer->hidden;

    for (int32_t unit = 0; unit < units; unit++)
    {
        const int32_t row = (2 * units) + unit;
        const float update = lathe_sigmoid_f32(lathe_gate_f32(layer, unit, x, hidden));
        const float carried = layer->candidate_bias[unit] + lathe_dot_f32(hidden, &layer->hidden_weights[row * units], units);
        const float seen = layer->bias[row] + lathe_dot_f32(x, &layer->input_weights[row * layer->inputs], layer->inputs);

        reset[unit] = lathe_sigmoid_f32(lathe_gate_f32(layer, units + unit, x, hidden));
        next[unit] = ((1.0F - update) * lathe_tanh_f32(seen + (reset[unit] * carried))) + (update * hidden[unit]);
    }
}
