/* A sum times multiplier * 2^(shift - 31), rounded after the product and after the shift. */
static int32_t lathe_requantize(int32_t value, int32_t multiplier, int32_t shift)
{
    const int32_t left = (shift > 0) ? shift : 0;
    const int32_t right = (shift > 0) ? 0 : -shift;

    return lathe_divide_by_power(lathe_high_product(lathe_shift_left(value, left), multiplier), right);
}
