using Lathe.Graph;
using Lathe.Graph.Editing;
using Lathe.Tensors;
using Lathe.Tensors.Formats;

namespace Lathe.Compression.Quantization.Weights;

/// <summary>
/// Stores weights as packed codes of any format in standard operators: bytes are taken apart, looked up in the list of the format's numbers
/// and multiplied by their scales. All of it is constant, so ONNX Runtime folds it when it loads the file: the file is small, the
/// arithmetic that of binary32.
/// </summary>
public static class CodedWeightWriter
{
    // ONNX's numbers for binary32 and i32.
    private const long FloatCode = 1, IntCode = 6;

    /// <summary>Writes a network with its weights as codes.</summary>
    public static ModelGraph Write(ModelGraph graph, IReadOnlyDictionary<string, QuantizedTensor> codes)
    {
        var editor = new GraphEditor(graph);
        foreach ((string weight, QuantizedTensor tensor) in codes.OrderBy(c => c.Key, StringComparer.Ordinal))
        {
            Store(editor, weight, tensor);
        }

        return GraphVerifier.Verify(editor.ToGraph());
    }

    /// <summary>Replaces one weight by its codes, for all its readers.</summary>
    internal static void Store(GraphEditor editor, string weight, QuantizedTensor tensor)
    {
        string value = tensor.Scheme.IsUnscaled ? Half(editor, tensor) : Scaled(editor, tensor);
        editor.ReplaceUses(weight, value);
        editor.RemoveParameter(weight);
    }

    private static string Half(GraphEditor editor, QuantizedTensor tensor)
    {
        DType type = tensor.Scheme.Format == MinifloatFormat.Float16 ? DType.Float16 : DType.BFloat16;
        return Emit(editor, "Cast", AttributeMap.Empty.With("to", FloatCode), editor.AddParameter("h", new TensorData(type, tensor.Shape, tensor.Packed.ToArray())));
    }

    private static string Scaled(GraphEditor editor, QuantizedTensor tensor)
    {
        INumberFormat format = tensor.Scheme.Format;
        float[] numbers = [.. Enumerable.Range(0, 1 << format.Bits).Select(c => format.Decode((uint)c))];
        string table = editor.AddParameter("t", TensorData.From<float>(Array.ConvertAll(numbers, n => float.IsFinite(n) ? n : 0), new Shape(numbers.Length)));
        string value = Emit(editor, "Gather", AttributeMap.Empty, table, Reshape(editor, Indices(editor, tensor), tensor.Shape));
        if (tensor.Zeros.IndexOfAnyExcept(0) >= 0)
        {
            value = Emit(editor, "Sub", AttributeMap.Empty, value, Spread(editor, tensor, Array.ConvertAll(tensor.Zeros.ToArray(), z => (float)z)));
        }

        return Emit(editor, "Mul", AttributeMap.Empty, value, Spread(editor, tensor, tensor.Scales.ToArray()));
    }

    /// <summary>Bytes of 8 / width codes each, as indices in order.</summary>
    private static string Indices(GraphEditor editor, QuantizedTensor tensor)
    {
        int width = tensor.Scheme.Format.Bits switch { 1 => 1, 2 => 2, 3 or 4 => 4, _ => 8 }, count = tensor.Shape.Count;
        byte[] packed = CodePacking.Pack(tensor.Codes(), width);
        string codes = editor.AddParameter("w", TensorData.From<byte>(packed, new Shape(packed.Length)));
        if (width < 8)
        {
            string[] parts = new string[8 / width];
            string modulus = editor.AddParameter("m", TensorData.Scalar((byte)(1 << width)));
            for (int i = 0; i < parts.Length; i++)
            {
                string shifted = i == 0 ? codes : Emit(editor, "BitShift", AttributeMap.Empty.With("direction", "RIGHT"), codes, editor.AddParameter("k", TensorData.Scalar((byte)(i * width))));
                parts[i] = Reshape(editor, Emit(editor, "Mod", AttributeMap.Empty, shifted, modulus), new Shape(packed.Length, 1));
            }

            codes = Reshape(editor, Emit(editor, "Concat", AttributeMap.Empty.With("axis", 1L), parts), new Shape(packed.Length * parts.Length));
            if (packed.Length * parts.Length != count)
            {
                codes = Emit(editor, "Slice", AttributeMap.Empty, codes, editor.AddParameter("i", TensorData.Integers(0)), editor.AddParameter("i", TensorData.Integers(count)));
            }
        }

        return Emit(editor, "Cast", AttributeMap.Empty.With("to", IntCode), codes);
    }

    /// <summary>One number for each scale, in a shape that broadcasts over the weight.</summary>
    private static string Spread(GraphEditor editor, QuantizedTensor tensor, float[] values)
    {
        Granularity granularity = tensor.Scheme.Granularity;
        Shape shape = tensor.Shape;
        int axis = granularity.Axis, channels = shape.Rank == 0 ? 1 : shape[axis];
        switch (granularity.Kind)
        {
            case GranularityKind.Tensor:
                return editor.AddParameter("s", TensorData.Scalar(values[0]));
            case GranularityKind.Channel or GranularityKind.Group:
                int[] single = new int[shape.Rank];
                Array.Fill(single, 1);
                single[axis] = channels;
                float[] each = [.. Enumerable.Range(0, channels).Select(c => values[granularity.Kind == GranularityKind.Group ? c / granularity.Size : c])];
                return editor.AddParameter("s", TensorData.From<float>(each, new Shape(single)));
            default:
                return Blocks(editor, shape, axis, granularity.Size, values);
        }
    }

    private static string Blocks(GraphEditor editor, Shape shape, int axis, int size, float[] values)
    {
        int channels = shape[axis], inner = shape.Product(axis + 1, shape.Rank), length = shape.Count / channels, blocks = values.Length / channels;
        string scale = editor.AddParameter("s", TensorData.From<float>(values, new Shape(channels, blocks, 1)));
        string whole = Emit(editor, "Expand", AttributeMap.Empty, scale, editor.AddParameter("i", TensorData.Integers(channels, blocks, size)));
        string rows = Reshape(editor, whole, new Shape(channels, blocks * size));
        if (blocks * size != length)
        {
            string[] ends = [editor.AddParameter("i", TensorData.Integers(0)), editor.AddParameter("i", TensorData.Integers(length)), editor.AddParameter("i", TensorData.Integers(1))];
            rows = Emit(editor, "Slice", AttributeMap.Empty, [rows, .. ends]);
        }

        if (axis > 0)
        {
            string cube = Reshape(editor, rows, new Shape(channels, length / inner, inner));
            rows = Emit(editor, "Transpose", AttributeMap.Empty.With("perm", new long[] { 1, 0, 2 }), cube);
        }

        return Reshape(editor, rows, shape);
    }

    private static string Reshape(GraphEditor editor, string value, Shape shape) =>
        Emit(editor, "Reshape", AttributeMap.Empty, value, editor.AddParameter("i", TensorData.Integers([.. shape.Dimensions.ToArray().Select(d => (long)d)])));

    // Short names: there are several for every layer, and names are part of a small file.
    private static string Emit(GraphEditor editor, string operatorName, AttributeMap attributes, params string[] inputs)
    {
        var node = new Node(editor.Fresh("n"), operatorName, [.. inputs], [editor.Fresh("v")], attributes);
        editor.Add(node);
        return node.Outputs[0];
    }
}
