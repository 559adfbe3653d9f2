using Lathe.Compression.Quantization;
using Lathe.Graph;
using Lathe.Models;
using Lathe.Onnx;
using Lathe.OnnxRuntime;
using Lathe.Runtime.Lowering;
using Lathe.Tensors;

namespace Lathe.Runtime.Tests.Lowering;

/// <summary>A network of the zoo with random weights, quantized on random data, with its integer graph.</summary>
internal sealed class QuantizedNetwork
{
    private const int Calibration = 6;

    private readonly RandomKey _key = RandomKey.FromSeed(7);
    private readonly int[] _sample;

    public QuantizedNetwork(ModelGraph network)
    {
        _sample = network.Inputs[0].Bind(1).Dimensions.ToArray();
        using TensorScope scope = TensorScope.Begin();
        Quantized = StaticQuantizer.Quantize(network, Batches(), new QuantizeOptions { Calibration = CalibrationMethod.MinMax });
        Integer = IntegerLowering.Lower(Quantized, new LoweringOptions { Scales = OpenScales.Measure(Quantized, Batches()) });
    }

    public ModelGraph Quantized { get; }

    public IntegerGraph Integer { get; }

    public static QuantizedNetwork OfZoo(string name, int[] input, double width) =>
        new(ModelZoo.Create(name, new ModelOptions { Input = input, Width = width, Classes = 10, Key = RandomKey.FromSeed(3) }));

    /// <summary>A smooth random image, as real data are.</summary>
    public float[] Sample(int number)
    {
        int width = _sample[^1], height = _sample.Length > 2 ? _sample[^2] : 1, channels = _sample.Length > 2 ? _sample[1] : 1;
        RandomKey key = _key.Fold((ulong)number);
        var values = new float[_sample.Aggregate(1, (a, b) => a * b)];
        for (int i = 0; i < values.Length; i++)
        {
            int c = i / width / height % channels, y = i / width % height, x = i % width;
            values[i] = MathF.Sin((y * key.Uniform((ulong)c)) + (6 * key.Uniform(100))) * MathF.Cos((x * key.Uniform((ulong)(c + 50))) + (6 * key.Uniform(101))) + (0.3f * key.Normal((ulong)(1000 + i)));
        }

        return values;
    }

    /// <summary>What the integer reference gives for a sample, in codes.</summary>
    public long[] Codes(int number) => Codes(new IntegerExecutor(Integer), number);

    public long[] Codes(IntegerExecutor executor, int number)
    {
        IntegerValue input = Integer.Inputs[0];
        TensorData codes = CodedTensors.Quantize(Sample(number), input, Integer.Scales[input.Name]);
        return executor.Run(new Dictionary<string, TensorData> { [input.Name] = codes })[Integer.Outputs[0].Name].ToIntegers();
    }

    /// <summary>What ONNX Runtime gives for a sample, in codes of the integer graph's output.</summary>
    public double[] Peer(OrtSession session, int number)
    {
        CodeScale scale = Integer.Scales[Integer.Outputs[0].Name];
        using OrtValue input = OrtValue.From<float>(Sample(number), Array.ConvertAll(_sample, d => (long)d));
        using OrtValue output = session.Run(new Dictionary<string, OrtValue> { [Quantized.Inputs[0].Name] = input }).Values.First();
        return Array.ConvertAll(output.AsSpan<float>().ToArray(), v => Math.Clamp((v / scale.Scale) + scale.Zero, -128, 127));
    }

    public OrtSession Open()
    {
        try
        {
            return OrtSession.Open(OnnxModel.ToBytes(Quantized));
        }
        catch (MissingDependencyException missing)
        {
            throw new SkipException(missing.Message);
        }
    }

    private IEnumerable<IReadOnlyDictionary<string, Tensor>> Batches()
    {
        for (int i = 0; i < Calibration; i++)
        {
            yield return new Dictionary<string, Tensor> { ["input"] = Tensor.From(Sample(i), new Shape(_sample)) };
        }
    }
}
