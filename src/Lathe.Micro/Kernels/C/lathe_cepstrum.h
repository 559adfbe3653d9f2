/* Cepstral coefficients of sound: what is computed, and the tables for it. */
typedef struct
{
    int32_t frame;  /* samples */
    int32_t hop;    /* samples from a frame to the next */
    int32_t frames; /* of a clip */
    int32_t size;   /* of the transform: 2 to the power of stages */
    int32_t stages;
    int32_t bands;
    int32_t coefficients;
    const uint16_t *window;         /* 15 fraction bits */
    const int32_t *cosines;         /* of half a turn, 30 fraction bits */
    const int16_t *filter_first;    /* the first bin of each band */
    const int16_t *filter_count;    /* the bins of each band */
    const uint16_t *filter_weights; /* 15 fraction bits */
    const int16_t *transform;       /* a row of bands for each coefficient */
    int32_t transform_bits;
    int32_t floor;           /* the logarithm of silence, 16 fraction bits */
    const int32_t *bias;     /* minus the mean of each coefficient, 16 fraction bits */
    const int32_t *multiplier; /* from there to codes */
    const int8_t *shift;
    int32_t zero;
} lathe_cepstrum;
