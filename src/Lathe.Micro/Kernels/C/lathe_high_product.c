/* The upper half of twice a product, rounded; a half rounds up. */
static int32_t lathe_high_product(int32_t a, int32_t b)
{
    int32_t result = INT32_MAX;

    if ((a != INT32_MIN) || (b != INT32_MIN))
    {
        result = (int32_t)((((int64_t)a * b) + ((int64_t)1 << 30)) >> 31);
    }

    return result;
}
