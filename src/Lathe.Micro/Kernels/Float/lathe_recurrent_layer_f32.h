/* One direction of a recurrent layer. The rows of both matrices belong to the gates in ONNX's order. */
typedef struct
{
    int32_t steps;
    int32_t batches;
    int32_t inputs;
    int32_t hidden;
    int32_t reverse;      /* 1: from the last step to the first */
    int32_t every_step;   /* 1: all states are handed out; 0: the last one */
    const float *input_weights;
    const float *hidden_weights;
    const float *bias;
    const float *candidate_bias; /* of a GRU: beside what the last state gives the candidate */
} lathe_recurrent_layer_f32;
