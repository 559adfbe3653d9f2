namespace Lathe.OnnxRuntime.Tests;

public class SessionTests
{
    private static readonly float[] s_row = [1, 2, 3, 4];

    [SkippableTheory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(99)]
    public void Run_Dense_GivesTheSumAtEveryOptimizationLevel(int level)
    {
        Models.RequireLibrary();
        using OrtSession session = OrtSession.Open(Models.Dense(), new OrtSessionOptions { OptimizationLevel = level, Threads = 2 });

        Run(session).ShouldBe([9, 9, 9]);
    }

    [SkippableFact]
    public void Open_File_DescribesOpenDimensionsAsMinusOne()
    {
        Models.RequireLibrary();
        string path = Path.Combine(Directory.CreateTempSubdirectory("lathe-ort").FullName, "modèle.onnx");
        File.WriteAllBytes(path, Models.Dense());
        using OrtSession session = OrtSession.Open(path);

        session.Inputs.Single().Name.ShouldBe("x");
        session.Inputs.Single().Dimensions.ShouldBe([-1, 4]);
        session.Outputs.Single().Dimensions.ShouldBe([-1, 3]);
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }

    [SkippableFact]
    public void Open_Garbage_SaysItCouldNotLoad()
    {
        Models.RequireLibrary();

        OnnxRuntimeException error = Should.Throw<OnnxRuntimeException>(() => OrtSession.Open(new byte[] { 1, 2, 3 }));

        error.Message.ShouldStartWith("ONNX Runtime could not load the model");
        error.ExitCode.ShouldBe(2);
    }

    [SkippableFact]
    public void Open_MissingFile_NamesIt()
    {
        Models.RequireLibrary();

        Should.Throw<OnnxRuntimeException>(() => OrtSession.Open("no-such-model.onnx")).Message.ShouldContain("no-such-model.onnx");
    }

    [SkippableFact]
    public void Run_UnknownInput_NamesWhatTheModelHas()
    {
        Models.RequireLibrary();
        using OrtSession session = OrtSession.Open(Models.Dense());
        using OrtValue x = OrtValue.From<float>(s_row, 1, 4);

        Should.Throw<OnnxRuntimeException>(() => session.Run(new Dictionary<string, OrtValue> { ["z"] = x })).Message.ShouldBe("The model has inputs x; given were z.");
    }

    [SkippableFact]
    public void Run_WrongShape_IsAnError()
    {
        Models.RequireLibrary();
        using OrtSession session = OrtSession.Open(Models.Dense());
        using OrtValue x = OrtValue.From<float>(s_row, 2, 2);

        Should.Throw<OnnxRuntimeException>(() => session.Run(new Dictionary<string, OrtValue> { ["x"] = x })).Message.ShouldContain("x");
        Run(session).ShouldBe([9, 9, 9]);
    }

    [SkippableFact]
    public void Run_FromSeveralThreads_GivesEachItsOwnResult()
    {
        Models.RequireLibrary();
        using OrtSession session = OrtSession.Open(Models.Dense());
        float[] results = new float[64];

        Parallel.For(0, results.Length, i =>
        {
            using OrtValue x = OrtValue.From<float>([i, 1, 0, 0], 1, 4);
            using OrtValue y = session.Run(new Dictionary<string, OrtValue> { ["x"] = x })["y"];
            results[i] = y.AsSpan<float>()[0];
        });

        results.ShouldBe([.. Enumerable.Range(0, 64).Select(i => (float)i)]);
    }

    [SkippableFact]
    public void Dispose_Twice_IsFine_AndLaterUseIsAnError()
    {
        Models.RequireLibrary();
        OrtSession session = OrtSession.Open(Models.Dense());
        OrtValue value = OrtValue.From<float>(s_row, 1, 4);

        session.Dispose();
        session.Dispose();
        value.Dispose();
        value.Dispose();

        Should.Throw<ObjectDisposedException>(() => value.AsSpan<float>().ToArray());
        using OrtValue x = OrtValue.From<float>(s_row, 1, 4);
        Should.Throw<ObjectDisposedException>(() => session.Run(new Dictionary<string, OrtValue> { ["x"] = x }));
    }

    [SkippableFact]
    public void Binding_RunsInPlace()
    {
        Models.RequireLibrary();
        using OrtSession session = OrtSession.Open(Models.Dense());
        using var binding = new OrtBinding(session);
        OrtValue x = OrtValue.From<float>(s_row, 1, 4), y = OrtValue.From<float>(new float[3], 1, 3);
        binding.Input("x", x);
        binding.Output("y", y);

        binding.Run();
        y.AsSpan<float>().ToArray().ShouldBe([9, 9, 9]);
        x.AsSpan<float>()[0] = 11;
        binding.Run();
        y.AsSpan<float>().ToArray().ShouldBe([19, 19, 19]);
    }

    [SkippableFact]
    public void Binding_UnknownName_IsNamed()
    {
        Models.RequireLibrary();
        using OrtSession session = OrtSession.Open(Models.Dense());
        using var binding = new OrtBinding(session);

        Should.Throw<OnnxRuntimeException>(() => binding.Input("nothing", OrtValue.From<float>(s_row, 1, 4))).Message.ShouldContain("'nothing'");
    }

    internal static float[] Run(OrtSession session)
    {
        using OrtValue x = OrtValue.From<float>(s_row, 1, 4);
        using OrtValue y = session.Run(new Dictionary<string, OrtValue> { ["x"] = x })["y"];
        return y.AsSpan<float>().ToArray();
    }
}
