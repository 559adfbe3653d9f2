/* Two tensors, number by number; the second may repeat: one number for each channel of an image. */
typedef struct
{
    int32_t batches;
    int32_t repeats; /* how often the second's numbers are read in a batch */
    int32_t count;   /* numbers of the second in a batch */
    float low;
    float high;
} lathe_pair_layer_f32;
