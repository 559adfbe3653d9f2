static inline int32_t lathe_weight_s8(const int8_t *weights, int32_t index)
{
    return weights[index];
}
