using System.Runtime.InteropServices;
using Lathe.Graph;
using Lathe.Onnx.Conformance;
using Lathe.Tensors;
using Lathe.Tensors.Formats;

namespace Lathe.Onnx.Tests.Conformance;

public class NumberFormatTests
{
    // The vectors for bfloat16 cut the lower half off, as ONNX did before 1.14; the standard now says nearest even.
    [SkippableTheory]
    [InlineData("test_cast_FLOAT_to_FLOAT16", "fp16", DType.Float16, 0)]
    [InlineData("test_cast_FLOAT_to_BFLOAT16", "bf16", DType.BFloat16, 1)]
    public void Encode_StandardVectors_AreBitExactUpToTheirRounding(string vectors, string format, DType type, int above)
    {
        string folder = Path.Combine(ConformanceSuite.DebianFolder, vectors, "test_data_set_0");
        Skip.IfNot(Directory.Exists(folder), "No test vectors: apt-get install libonnx-testdata.");
        TensorData input = TensorFile.Read(Path.Combine(folder, "input_0.pb"), DType.Float32), output = TensorFile.Read(Path.Combine(folder, "output_0.pb"), type);
        INumberFormat numbers = NumberFormats.Find(format);

        ushort[] codes = [.. input.ToFloats().Select(v => (ushort)numbers.Encode(v))];

        ushort[] expected = MemoryMarshal.Cast<byte, ushort>(output.Bytes.Span).ToArray();
        codes.Length.ShouldBe(expected.Length);
        codes.Zip(expected, (c, e) => c - e).ShouldAllBe(d => d >= 0 && d <= above);
    }
}
