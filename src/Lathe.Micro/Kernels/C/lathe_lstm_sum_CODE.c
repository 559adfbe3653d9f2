static sum_t lathe_lstm_sum_CODE(const int8_t *weights, const code_t *x, int32_t count, int32_t offset)
{
    sum_t sum = 0;

    for (int32_t i = 0; i < count; i++)
    {
        sum += (sum_t)(x[i] + offset) * weights[i];
    }

    return sum;
}
