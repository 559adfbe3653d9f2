void lathe_RECURRENT_f32(const lathe_recurrent_layer_f32 *layer, const float *x, const float *first_hidden, const float *first_cell, float *room, float *y)
{
    const int32_t units = layer->hidden;
    float *const hidden = room;
    float *const next = &room[units];
    float *const rest = &room[2 * units];

    for (int32_t batch = 0; batch < layer->batches; batch++)
    {
        lathe_start_state_f32(units, first_hidden, batch, hidden);
        lathe_start_state_f32(units, first_cell, batch, rest);

        for (int32_t i = 0; i < layer->steps; i++)
        {
            const int32_t step = (layer->reverse != 0) ? (layer->steps - 1 - i) : i;
            const int32_t row = (step * layer->batches) + batch;

            lathe_RECURRENT_step_f32(layer, &x[row * layer->inputs], hidden, rest, next);
            lathe_copy_f32(units, next, hidden);

            if (layer->every_step != 0)
            {
                lathe_copy_f32(units, hidden, &y[row * units]);
            }
        }

        if (layer->every_step == 0)
        {
            lathe_copy_f32(units, hidden, &y[batch * units]);
        }
    }
}
