/* The second and fourth of four codes, in 16 bits each, plus an offset. */
static inline int16x2_t lathe_odd_codes_plus(int16x2_t offsets, uint32_t codes)
{
    int16x2_t odd;

    __asm__("sxtab16 %0, %1, %2, ror #8" : "=r"(odd) : "r"(offsets), "r"(codes));

    return odd;
}
