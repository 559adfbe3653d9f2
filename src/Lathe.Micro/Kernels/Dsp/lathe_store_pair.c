static inline void lathe_store_pair(int16_t *numbers, int16x2_t value)
{
    typedef int16x2_t __attribute__((aligned(2), may_alias)) pair;

    *(pair *)numbers = value;
}
