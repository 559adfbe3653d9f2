using Lathe.Tensors.OneDnn.Native;

namespace Lathe.Tensors.OneDnn.Tests;

public sealed class BackendsTests
{
    [Fact]
    public void Select_Managed_NeedsNoLibrary()
    {
        BackendSelection selection = Backends.Select("Managed", 2);
        selection.Backend.Name.ShouldBe("managed");
        selection.Report.ShouldBe("managed (2 threads)");
    }

    [SkippableTheory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("auto")]
    [InlineData("onednn")]
    public void Select_AutoWithLibrary_IsOneDnn(string? requested)
    {
        OneDnnFixture.SkipWithoutLibrary();
        BackendSelection selection = Backends.Select(requested, 2);
        selection.Backend.Name.ShouldBe("onednn");
        selection.Backend.Threads.Count.ShouldBe(2);
        selection.Report.ShouldStartWith("onednn (oneDNN 2.");
    }

    [Fact]
    public void Select_UnknownName_SaysWhatIsAllowed()
        => Should.Throw<InvalidInputException>(() => Backends.Select("cuda", 2)).Message.ShouldBe("LATHE_BACKEND is 'cuda', but must be auto, managed or onednn.");

    [Fact]
    public void Select_NoThreads_Throws() => Should.Throw<InvalidInputException>(() => Backends.Select("managed", 0));

    [Fact]
    public void ProblemWith_OtherVersionsOrRuntimes_NamesThemAndTheRemedy()
    {
        OneDnnLibrary.ProblemWith(2, 6, 3, 2).ShouldBeNull();
        OneDnnLibrary.ProblemWith(2, 5, 0, 2)!.ShouldContain("2.5.0");
        OneDnnLibrary.ProblemWith(3, 1, 0, 2)!.ShouldContain("apt-get install libdnnl2");
        OneDnnLibrary.ProblemWith(2, 6, 3, 4)!.ShouldContain("OpenMP");
    }

    [SkippableFact]
    public void FindProblem_MissingLibrary_NamesItAndTheRemedy()
    {
        Skip.IfNot(OperatingSystem.IsLinux() && System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture == System.Runtime.InteropServices.Architecture.X64, "oneDNN is used on Linux x64 only");
        OneDnnLibrary.FindProblem("libabsent-gomp.so.1", "libabsent.so.2").ShouldBe("libabsent-gomp.so.1 was not found. Get it with: apt-get install libdnnl2");
    }

    [Fact]
    public void Check_Failure_NamesOperationShapesAndRemedy()
        => Should.Throw<KernelException>(() => DnnlStatus.RuntimeError.Check("matmul of [2,3]")).Message.ShouldBe("oneDNN could not run matmul of [2,3]: status 5 (RuntimeError). Set LATHE_BACKEND=managed to run without oneDNN.");
}
