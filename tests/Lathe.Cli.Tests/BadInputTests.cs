using System.Text;
using System.Text.Json;

namespace Lathe.Cli.Tests;

/// <summary>What a user can get wrong: one clear message, the right exit code, nothing half-written, no stack trace.</summary>
public sealed class BadInputTests : IDisposable
{
    private const int Bad = 2;
    private readonly string _root = Directory.CreateTempSubdirectory("lathe-bad").FullName;

    [Theory]
    [InlineData("inspect")]
    [InlineData("verify")]
    [InlineData("profile")]
    public async Task Model_Missing_IsNamed(string command) => await Fails([command, File("nothing.onnx")], "There is no file");

    [Theory]
    [InlineData("inspect")]
    [InlineData("profile")]
    public async Task Model_Garbage_IsNotAModel(string command) => await Fails([command, Write("garbage.onnx", "this is no protobuf at all")], "is not an ONNX model");

    [Fact]
    public async Task Model_Truncated_SaysSo()
    {
        string whole = File("whole.onnx"), half = File("half.onnx");
        (await LatheProcess.RunAsync(["export", "lenet-300-100", "--to", "onnx", "--out", whole])).ExitCode.ShouldBe(0);
        byte[] bytes = await System.IO.File.ReadAllBytesAsync(whole);
        await System.IO.File.WriteAllBytesAsync(half, bytes[..(bytes.Length / 2)]);

        await Fails(["inspect", half], "truncated");
    }

    [Fact]
    public async Task Model_HugerThanAllowed_IsRefusedBeforeItIsRead()
    {
        string huge = File("huge.onnx");
        using (FileStream stream = new(huge, FileMode.CreateNew))
        {
            stream.SetLength(3L << 30);
        }

        await Fails(["inspect", huge], "more than the");
    }

    [Fact]
    public async Task Model_UnsupportedOperators_AreNamedAllAtOnce()
    {
        string path = File("odd.onnx");
        await System.IO.File.WriteAllBytesAsync(path, TinyOnnx.Chain("Oddly", "Relu", "Strangely"));

        string errors = await Fails(["inspect", path], "Strangely 'third'");

        errors.ShouldContain("Oddly 'first'");
        errors.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task Model_EscapeSequencesInNames_DoNotReachTheTerminal()
    {
        string path = File("escape.onnx");
        await System.IO.File.WriteAllBytesAsync(path, TinyOnnx.Chain("Evil\u001b[31mOp"));

        (await Fails(["inspect", path], "Evil")).ShouldNotContain("\u001b");
    }

    [Fact]
    public async Task Recipe_WrongKeysAndUnits_AreNamedTogetherWithLines()
    {
        string recipe = Write("wrong.yaml", "model: resnet8\ndata: synthetic-images\ncolour: red\ntarget: { size: 60 apples }\nsteps:\n  - train: { epochs: none }\n  - fold: {}\n");

        string errors = await Fails(["optimize", recipe, "--out", File("run")], "line 3");

        errors.ShouldContain("line 4");
        errors.ShouldContain("line 6");
        errors.ShouldContain("line 7");
        Directory.Exists(File("run")).ShouldBeFalse();
    }

    [Fact]
    public async Task Recipe_UnknownModelOrData_IsNamed()
    {
        await Fails(["optimize", Write("data.yaml", "model: resnet8\ndata: no-such-data\nsteps: [ { train: {} } ]"), "--out", File("a")], "no-such-data");
        await Fails(["optimize", Write("model.yaml", "model: no-such-model\ndata: synthetic-images\nsteps: [ { train: {} } ]"), "--out", File("b")], "no-such-model");
    }

    [Fact]
    public async Task Data_OfAnotherShapeThanTheModel_NamesBoth()
    {
        string model = File("rgb.onnx");
        (await LatheProcess.RunAsync(["export", "resnet8", "--to", "onnx", "--out", model])).ExitCode.ShouldBe(0);

        string errors = await Fails(["train", model, "--data", "synthetic-images", "--quick", "--out", File("run")], "3");

        errors.ShouldContain("1, 16, 16");
    }

    [SkippableFact]
    public async Task Out_NotWritable_IsOneSentence()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "/proc is Linux's.");
        await Fails(["optimize", Quick(), "--out", "/proc/lathe-run"], "/proc/lathe-run");
        await Fails(["export", "resnet8", "--to", "onnx", "--out", "/proc/model.onnx"], "cannot be written");
    }

    [Fact]
    public async Task Out_NotEmpty_AsksForResume()
    {
        Directory.CreateDirectory(File("run"));
        Write("run/important.txt", "mine");

        await Fails(["optimize", Quick(), "--out", File("run")], "--resume");

        Directory.EnumerateFileSystemEntries(File("run")).Count().ShouldBe(1);
    }

    [SkippableFact]
    public async Task Disk_Full_IsOneSentenceAndLeavesNoHalfFile()
    {
        string small = File("small");
        Directory.CreateDirectory(small);
        Skip.IfNot(OperatingSystem.IsLinux() && await Shell($"mount -t tmpfs -o size=96k tmpfs {small}") == 0, "A small file system cannot be mounted here.");
        try
        {
            await Fails(["export", "resnet8", "--to", "onnx", "--out", Path.Combine(small, "model.onnx")], "cannot be written");
            Directory.EnumerateFileSystemEntries(small).ShouldBeEmpty();

            (int code, string errors) = await LatheProcess.RunAsync(["optimize", Quick(), "--out", Path.Combine(small, "run")]);
            code.ShouldBe(Bad, errors);
            errors.ShouldNotContain("   at ");
            Directory.EnumerateFiles(small, "*.tmp", SearchOption.AllDirectories).ShouldBeEmpty();
        }
        finally
        {
            await Shell($"umount {small}");
        }
    }

    [SkippableFact]
    public async Task Interrupt_InTheMiddle_KeepsTheStateAndIsExitCode130()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Signals are Unix's.");
        string recipe = Write("long.yaml", "model: resnet8\ndata: synthetic-images\nwidth: 0.25\nsteps: [ { train: { epochs: 400, batch: 32 } } ]");

        (int code, string errors) = await LatheProcess.RunAsync(["optimize", recipe, "--out", File("run")], "0-train epoch 2/", "INT");

        code.ShouldBe(130, errors);
        errors.ShouldContain("cancelled");
        System.IO.File.Exists(File("run/checkpoints/0-train.json")).ShouldBeTrue();
        System.IO.File.Exists(File("run/result.json")).ShouldBeFalse();
    }

    [Theory]
    [InlineData("report")]
    [InlineData("export")]
    public async Task Run_Missing_IsNamed(string command) => await Fails(command == "report" ? [command, File("no-run")] : [command, File("no-run"), "--to", "bundle"], "no-run");

    [Fact]
    public async Task Usage_Wrong_GoesToStandardErrorOnly()
    {
        (int code, string errors, string output) = await LatheProcess.RunWithOutputAsync(["profile", "resnet8", "--batch", "many"]);

        code.ShouldBe(Bad);
        errors.ShouldContain("--help");
        output.ShouldBeEmpty();
    }

    [SkippableTheory]
    [InlineData("inspect lenet-300-100 --json")]
    [InlineData("profile lenet-300-100 --json")]
    [InlineData("verify lenet-300-100 --json")]
    [InlineData("doctor --json")]
    [InlineData("train lenet-300-100 --data synthetic-images --epochs 1 --json --out RUN")]
    public async Task Json_IsOneDocumentOnStandardOutput(string command)
    {
        (int code, string errors, string output) = await LatheProcess.RunWithOutputAsync(command.Replace("RUN", File("json-run"), StringComparison.Ordinal).Split(' '));
        Skip.If(code == 3, errors);

        code.ShouldBe(0, errors);
        using JsonDocument document = JsonDocument.Parse(output);
        document.RootElement.ValueKind.ShouldBeOneOf(JsonValueKind.Object, JsonValueKind.Array);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private static async Task<string> Fails(string[] arguments, string saying)
    {
        (int code, string errors) = await LatheProcess.RunAsync(arguments);
        Skip.If(code == 3, errors);
        code.ShouldBe(Bad, errors);
        errors.ShouldContain(saying);
        errors.ShouldNotContain("   at Lathe", Case.Sensitive);
        errors.ShouldNotContain("did not expect", Case.Sensitive);
        return errors;
    }

    private static async Task<int> Shell(string command)
    {
        using System.Diagnostics.Process process = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("sh", ["-c", command]) { RedirectStandardError = true })!;
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    private string Quick() => Write("quick.yaml", "model: lenet-300-100\ndata: synthetic-images\nsteps: [ { train: { epochs: 1 } } ]");

    private string File(string name) => Path.Combine(_root, name);

    private string Write(string name, string text)
    {
        System.IO.File.WriteAllText(File(name), text, new UTF8Encoding(false));
        return File(name);
    }
}
