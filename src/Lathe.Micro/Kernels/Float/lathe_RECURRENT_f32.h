/* WHAT over sequences. The states before the first step may be absent; room is three times the hidden units. */
void lathe_RECURRENT_f32(const lathe_recurrent_layer_f32 *layer, const float *x, const float *first_hidden, const float *first_cell, float *room, float *y);
