/* One step of an LSTM: gates i, o, f and the candidate. */
static void lathe_lstm_step_f32(const lathe_recurrent_layer_f32 *layer, const float *x, const float *hidden, float *cell, float *next)
{
    const int32_t units = layer->hidden;

    for (int32_t unit = 0; unit < units; unit++)
    {
        const float write = lathe_sigmoid_f32(lathe_gate_f32(layer, unit, x, hidden));
        const float show = lathe_sigmoid_f32(lathe_gate_f32(layer, units + unit, x, hidden));
        const float keep = lathe_sigmoid_f32(lathe_gate_f32(layer, (2 * units) + unit, x, hidden));
        const float candidate = lathe_tanh_f32(lathe_gate_f32(layer, (3 * units) + unit, x, hidden));

        cell[unit] = (keep * cell[unit]) + (write * candidate);
        next[unit] = show * lathe_tanh_f32(cell[unit]);
    }
}
