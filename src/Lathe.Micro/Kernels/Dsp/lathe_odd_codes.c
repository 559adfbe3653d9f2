/* The second and fourth of four codes, in 16 bits each. */
static inline int16x2_t lathe_odd_codes(uint32_t codes)
{
    int16x2_t odd;

    __asm__("sxtb16 %0, %1, ror #8" : "=r"(odd) : "r"(codes));

    return odd;
}
