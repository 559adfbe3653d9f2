/* The error function to 1.5e-7 (Abramowitz and Stegun, 7.1.26). */
static float lathe_erf_f32(float x)
{
    const float size = (x < 0.0F) ? -x : x;
    const float t = 1.0F / (1.0F + (0.3275911F * size));
    float sum = 1.061405429F;

    sum = (sum * t) - 1.453152027F;
    sum = (sum * t) + 1.421413741F;
    sum = (sum * t) - 0.284496736F;
    sum = (sum * t) + 0.254829592F;

    const float level = 1.0F - (sum * t * lathe_exponential_f32(-size * size));

    return (x < 0.0F) ? -level : level;
}
