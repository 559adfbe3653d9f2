/* A function of a 16-bit code: 513 entries with straight lines between them. */
static int32_t lathe_interpolate(const int16_t *table, int32_t code)
{
    const int32_t index = 256 + (code >> 7);
    const int32_t slope = table[index + 1] - table[index];

    return (int16_t)(table[index] + (((slope * (code & 0x7F)) + 64) >> 7));
}
