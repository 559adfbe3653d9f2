/* Four codes as one word, at any address. */
static inline uint32_t lathe_load_word(const int8_t *codes)
{
    typedef uint32_t __attribute__((aligned(1), may_alias)) word;

    return *(const word *)codes;
}
