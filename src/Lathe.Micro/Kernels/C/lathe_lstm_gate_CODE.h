/* One gate of an LSTM: input and last output through their weights, each brought to 12 fraction bits. */
typedef struct
{
    const int8_t *input_weights;
    const int8_t *hidden_weights;
    const sum_t *bias;
    int32_t input_multiplier;
    int32_t input_shift;
    int32_t hidden_multiplier;
    int32_t hidden_shift;
} lathe_lstm_gate_CODE;
