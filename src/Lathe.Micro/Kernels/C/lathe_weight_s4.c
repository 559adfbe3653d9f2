/* Two weights in a byte, the lower half first. */
static inline int32_t lathe_weight_s4(const int8_t *weights, int32_t index)
{
    const int32_t pair = weights[index >> 1];
    const int32_t half = ((index & 1) == 0) ? (pair & 0x0F) : ((pair >> 4) & 0x0F);

    return half - ((half & 0x08) << 1);
}
