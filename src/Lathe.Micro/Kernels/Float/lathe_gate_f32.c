/* One row of a recurrent layer before its activation. */
static float lathe_gate_f32(const lathe_recurrent_layer_f32 *layer, int32_t row, const float *x, const float *hidden)
{
    const float seen = layer->bias[row] + lathe_dot_f32(x, &layer->input_weights[row * layer->inputs], layer->inputs);

    return seen + lathe_dot_f32(hidden, &layer->hidden_weights[row * layer->hidden], layer->hidden);
}
