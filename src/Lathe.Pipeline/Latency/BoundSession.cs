using Lathe.OnnxRuntime;
using Lathe.Tensors;

namespace Lathe.Pipeline.Latency;

/// <summary>A session whose inputs, random and of fixed shape, and outputs are bound once.</summary>
internal sealed class BoundSession : IDisposable
{
    private readonly OrtBinding _binding;

    public BoundSession(byte[] model, OrtSessionOptions options, RandomKey key)
    {
        Session = OrtSession.Open(model, options);
        _binding = new OrtBinding(Session);
        Dictionary<string, OrtValue> inputs = Session.Inputs.ToDictionary(i => i.Name, i => Value(i, key.Fold(i.Name)));
        IReadOnlyDictionary<string, OrtValue> outputs = Session.Run(inputs);
        foreach ((string name, OrtValue value) in inputs)
        {
            _binding.Input(name, value);
        }

        foreach ((string name, OrtValue value) in outputs)
        {
            _binding.Output(name, value);
        }
    }

    /// <summary>The session.</summary>
    public OrtSession Session { get; }

    public void Run() => _binding.Run();

    public void Dispose()
    {
        _binding.Dispose();
        Session.Dispose();
    }

    private static OrtValue Value(OrtValueInfo input, RandomKey key)
    {
        long[] dimensions = [.. input.Dimensions.Select(d => Math.Max(1, d))];
        long count = dimensions.Aggregate(1L, (a, b) => a * b);
        if (input.Type == DType.Int64)
        {
            long[] tokens = new long[count];
            for (int i = 0; i < tokens.Length; i++)
            {
                tokens[i] = key.Below((ulong)i, 2);
            }

            return OrtValue.From<long>(tokens, dimensions);
        }

        float[] values = new float[count];
        key.FillUniform(values, -1, 1);
        return input.Type == DType.Float32 ? OrtValue.From<float>(values, dimensions) : throw new InvalidInputException($"Input '{input.Name}' has type {input.Type.ShortName()}; latency is measured for f32 and i64 inputs.");
    }
}
