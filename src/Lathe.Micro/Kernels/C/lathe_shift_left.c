/* Bits that leave at the top are lost. */
static int32_t lathe_shift_left(int32_t value, int32_t bits)
{
    return (int32_t)((uint32_t)value << bits);
}
