/* Two numbers of 16 bits that lie next to each other, at any address. */
static inline int16x2_t lathe_load_pair(const int16_t *numbers)
{
    typedef int16x2_t __attribute__((aligned(2), may_alias)) pair;

    return *(const pair *)numbers;
}
