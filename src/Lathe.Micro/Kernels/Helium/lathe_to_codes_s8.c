/* The codes of four channels' sums, or of those that are left. Factors lie below a half; a half of the last bit rounds away from zero. */
static void lathe_to_codes_s8(int32x4_t sums, const lathe_rescale *rescale, int32_t channel, mve_pred16_t left, int8_t *y)
{
    const int32x4_t shifts = vldrbq_z_s32(&rescale->shift[channel], left);
    const int32x4_t products = vqrdmulhq_s32(sums, vldrwq_z_s32(&rescale->multiplier[channel], left));
    const int32x4_t away = vaddq_s32(products, vshrq_n_s32(products, 31));
    const int32x4_t codes = vaddq_n_s32(vrshlq_s32(away, shifts), rescale->offset);
    const int32x4_t held = vminq_s32(vmaxq_s32(codes, vdupq_n_s32(rescale->low)), vdupq_n_s32(rescale->high));

    vstrbq_p_s32(y, held, left);
}
