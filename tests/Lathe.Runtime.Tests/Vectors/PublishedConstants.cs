namespace Lathe.Runtime.Tests.Vectors;

/// <summary>
/// Constants that the file of vectors lacks. Two LSTM and eighteen 4-bit sets were generated twice, and of their names that clash the
/// file kept the arrays of the first generation (input, weights, biases, output_mult, output_shift, output_ref; CMSIS-NN's changes 85 and
/// 102) but the constants of the second; below are those of the first where they differ. Shapes of transpositions are lists, which
/// the file leaves out.
/// </summary>
internal static class PublishedConstants
{
    private static readonly Dictionary<string, string> s_first = new()
    {
        ["basic_2_int4"] = "INPUT_OFFSET 0",
        ["conv_1_x_n_1_int4"] = "DST_SIZE 12 OUT_ACTIVATION_MIN -127 INPUT_BATCHES 2 STRIDE_Y 1 INPUT_OFFSET 0",
        ["conv_1_x_n_2_int4"] = "OUT_ACTIVATION_MIN -111",
        ["conv_1_x_n_3_int4"] = "OUT_ACTIVATION_MIN -111 INPUT_OFFSET 0",
        ["conv_1_x_n_4_int4"] = "OUT_ACTIVATION_MIN -88 INPUT_OFFSET 0",
        ["conv_1_x_n_5_int4"] = "OUT_ACTIVATION_MIN -88 INPUT_OFFSET 0",
        ["conv_2_int4"] = "OUT_ACTIVATION_MIN -101 INPUT_OFFSET 0",
        ["conv_2x2_dilation_int4"] = "OUT_ACTIVATION_MIN -61 OUT_ACTIVATION_MAX 107 INPUT_OFFSET 0",
        ["conv_2x3_dilation_int4"] = "OUT_ACTIVATION_MIN -61 OUT_ACTIVATION_MAX 107 PAD_X 2 PAD_Y 2 INPUT_OFFSET 0 DILATION_X 2 DILATION_Y 2",
        ["conv_3x2_dilation_int4"] = "OUT_ACTIVATION_MIN -61 OUT_ACTIVATION_MAX 107 INPUT_OFFSET 0",
        ["conv_3x3_dilation_5x5_input_int4"] =
            "INPUT_W 9 INPUT_H 11 DST_SIZE 198 OUT_ACTIVATION_MIN -61 OUT_ACTIVATION_MAX 107 PAD_X 2 PAD_Y 2 OUTPUT_W 9 OUTPUT_H 11 DILATION_X 2 DILATION_Y 2",
        ["conv_4_int4"] = "DST_SIZE 36 OUT_ACTIVATION_MIN -109 INPUT_BATCHES 3 INPUT_OFFSET 0",
        ["conv_dilation_golden_int4"] = "DST_SIZE 144 INPUT_BATCHES 2 INPUT_OFFSET 0",
        ["conv_out_activation_int4"] = "OUT_ACTIVATION_MAX 107 INPUT_OFFSET 0",
        ["kernel1x1_int4"] = "DST_SIZE 490 OUT_ACTIVATION_MIN -126 INPUT_BATCHES 2",
        ["kernel1x1_int4_3"] = "OUT_ACTIVATION_MIN -126 INPUT_OFFSET 0",
        ["kernel1x1_stride_x_y_int4"] = "DST_SIZE 540 INPUT_BATCHES 3 INPUT_OFFSET 0",
        ["lstm_2"] =
            "INPUT_GATE_INPUT_MULTIPLIER 2146016128 INPUT_GATE_INPUT_SHIFT -3 FORGET_GATE_INPUT_MULTIPLIER 2131870080 FORGET_GATE_INPUT_SHIFT -3" +
            " CELL_GATE_INPUT_MULTIPLIER 1079288192 CELL_GATE_INPUT_SHIFT -2 OUTPUT_GATE_INPUT_MULTIPLIER 1077017984 OUTPUT_GATE_INPUT_SHIFT -2" +
            " INPUT_GATE_HIDDEN_MULTIPLIER 1351661952 INPUT_GATE_HIDDEN_SHIFT -3 FORGET_GATE_HIDDEN_MULTIPLIER 1367683200 FORGET_GATE_HIDDEN_SHIFT -3" +
            " CELL_GATE_HIDDEN_MULTIPLIER 1374072192 CELL_GATE_HIDDEN_SHIFT -3 OUTPUT_GATE_HIDDEN_MULTIPLIER 1379062144 OUTPUT_GATE_HIDDEN_SHIFT -3" +
            " INPUT_TO_CELL_SHIFT -17 OUTPUT_MULTIPLIER 1667670651 OUTPUT_SHIFT -21 OUTPUT_ZERO_POINT -24 CELL_SCALE_POWER -12",
        ["lstm_one_time_step"] =
            "INPUT_GATE_INPUT_MULTIPLIER 2118812544 INPUT_GATE_INPUT_SHIFT -3 FORGET_GATE_INPUT_MULTIPLIER 2143159040 FORGET_GATE_INPUT_SHIFT -3" +
            " CELL_GATE_INPUT_MULTIPLIER 1079340672 CELL_GATE_INPUT_SHIFT -2 OUTPUT_GATE_INPUT_MULTIPLIER 2144143488 OUTPUT_GATE_INPUT_SHIFT -3" +
            " INPUT_GATE_HIDDEN_MULTIPLIER 1158760960 INPUT_GATE_HIDDEN_SHIFT -3 FORGET_GATE_HIDDEN_MULTIPLIER 1197046528 FORGET_GATE_HIDDEN_SHIFT -3" +
            " CELL_GATE_HIDDEN_MULTIPLIER 1244768512 CELL_GATE_HIDDEN_SHIFT -3 OUTPUT_GATE_HIDDEN_MULTIPLIER 1216274304 OUTPUT_GATE_HIDDEN_SHIFT -3" +
            " INPUT_TO_CELL_SHIFT -13 OUTPUT_MULTIPLIER 1828318324 OUTPUT_SHIFT -21 OUTPUT_ZERO_POINT -16 CELL_SCALE_POWER -16",
    };

    public static Dictionary<string, (int[] Shape, int[] Permutation)> Transpositions { get; } = new()
    {
        ["transpose_default"] = ([4, 3, 3, 22], [3, 2, 1, 0]),
        ["transpose_nhcw"] = ([1, 1, 128, 128], [0, 1, 3, 2]),
        ["transpose_chwn"] = ([5, 4, 12, 17], [3, 1, 2, 0]),
        ["transpose_3dim"] = ([5, 4, 20], [0, 2, 1]),
        ["transpose_nwhc"] = ([1, 19, 3, 64], [0, 2, 1, 3]),
    };

    public static IEnumerable<(string Key, int Value)> Of(string set) => s_first.TryGetValue(set, out string? text)
        ? text.Split(' ').Chunk(2).Select(pair => (pair[0], int.Parse(pair[1], System.Globalization.CultureInfo.InvariantCulture)))
        : [];
}
