using Lathe.Tensors;

namespace Lathe.OnnxRuntime.Tests;

public class ElementTypeTests
{
    [SkippableTheory]
    [InlineData(DType.Float32)]
    [InlineData(DType.Float16)]
    [InlineData(DType.BFloat16)]
    [InlineData(DType.Float64)]
    [InlineData(DType.Int8)]
    [InlineData(DType.UInt8)]
    [InlineData(DType.Int16)]
    [InlineData(DType.UInt16)]
    [InlineData(DType.Int32)]
    [InlineData(DType.UInt32)]
    [InlineData(DType.Int64)]
    [InlineData(DType.UInt64)]
    [InlineData(DType.Bool)]
    public void Run_Identity_GivesTheSameBytesAndType(DType type)
    {
        Models.RequireLibrary();
        byte[] data = [.. Enumerable.Range(0, 6 * type.Size()).Select(i => (byte)(type == DType.Bool ? i % 2 : (7 * i) + 1))];
        using OrtSession session = OrtSession.Open(Models.Identity(type));
        using OrtValue x = OrtValue.FromBytes(data, type, 2, 3);

        using OrtValue y = session.Run(new Dictionary<string, OrtValue> { ["x"] = x })["y"];

        session.Inputs[0].Type.ShouldBe(type);
        y.Type.ShouldBe(type);
        y.Dimensions.ShouldBe([2, 3]);
        y.AsBytes().ToArray().ShouldBe(data);
    }

    [SkippableFact]
    public void AsSpan_Half_ReadsTheNumbers()
    {
        Models.RequireLibrary();
        using OrtValue value = OrtValue.From<Half>([(Half)1.5f, (Half)(-2)], 2);

        value.AsSpan<Half>().ToArray().ShouldBe([(Half)1.5f, (Half)(-2)]);
        value.Count.ShouldBe(2);
    }

    [SkippableFact]
    public void AsSpan_WrongType_NamesBoth()
    {
        Models.RequireLibrary();
        using OrtValue value = OrtValue.From<sbyte>([1, 2], 2);

        Should.Throw<TensorStateException>(() => value.AsSpan<float>().ToArray()).Message.ShouldContain("i8");
    }

    [SkippableFact]
    public void FromBytes_TooFewBytes_NamesTheShape()
    {
        Models.RequireLibrary();

        Should.Throw<ShapeException>(() => OrtValue.FromBytes(new byte[5], DType.Float32, 2)).Message.ShouldContain("f32[2]");
    }
}
