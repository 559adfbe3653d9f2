using System.Diagnostics;

namespace Lathe.Cli.Tests;

/// <summary>The launcher script on a copy of its own, with stand-ins for dotnet, npm and the rest of the system.</summary>
public sealed class LauncherTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("lathe-launcher").FullName;
    private readonly string _home;
    private readonly string _tools;

    public LauncherTests()
    {
        _home = Path.Combine(_root, "home");
        _tools = Path.Combine(_root, "tools");
        foreach (string folder in new[] { _tools, Path.Combine(_home, "src", "Lathe.Cli"), Path.Combine(_home, "eng") })
        {
            Directory.CreateDirectory(folder);
        }

        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        foreach (string file in new[] { "lathe", "eng/setup.sh", "global.json", "Directory.Build.props", "Directory.Packages.props" })
        {
            File.Copy(Path.Combine(Repository(), file), Path.Combine(_home, file));
        }

        File.WriteAllText(Path.Combine(_home, "src", "Lathe.Cli", "Program.cs"), "1");
        File.WriteAllText(Path.Combine(_home, "src", "Lathe.Cli", "Other.cs"), "1");
        Tool("dotnet", $"""
            case "$1" in
            --list-sdks) echo "10.0.100 [here]" ;;
            publish) echo "$@" >>{_root}/publishes; sleep 0.3; while [ "$1" != -o ]; do shift; done; mkdir -p "$2"; echo built >"$2/lathe.dll" ;;
            *) echo "ran $(basename "$1") ${"{@:2}"}" ;;
            esac
            """);
        Tool("npm", "exit 1");
        Tool("apt-get", "exit 1");
    }

    [SkippableFact]
    public void SecondCall_NothingChanged_BuildsOnce()
    {
        (int code, string output, string errors) = Run("one");
        (_, string second, string quiet) = Run("two");

        code.ShouldBe(0, errors);
        output.ShouldBe("ran lathe.dll one\n");
        second.ShouldBe("ran lathe.dll two\n");
        quiet.ShouldBeEmpty();
        Publishes.ShouldBe(1);
    }

    [SkippableTheory]
    [InlineData("delete")]
    [InlineData("add")]
    [InlineData("global.json")]
    [InlineData("old")]
    public void NextCall_SomethingChanged_BuildsAgain(string change)
    {
        Run("one");
        string other = Path.Combine(_home, "src", "Lathe.Cli", "Other.cs");
        switch (change)
        {
            case "delete":
                File.Delete(other);
                break;
            case "add":
                File.WriteAllText(other + ".more", "1");
                break;
            case "global.json":
                File.AppendAllText(Path.Combine(_home, "global.json"), "\n");
                break;
            default:
                // As a checkout of an older commit may leave it: changed, with a time before the last build.
                File.WriteAllText(other, "2");
                File.SetLastWriteTimeUtc(other, new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));
                break;
        }

        Run("two");

        Publishes.ShouldBe(2);
    }

    [SkippableFact]
    public async Task TwoFirstCalls_AtOnce_BuildOnce()
    {
        Task<(int Code, string Output, string Errors)>[] calls = [.. Enumerable.Range(0, 2).Select(_ => Task.Run(() => Run("one")))];

        (int Code, string Output, string Errors)[] results = await Task.WhenAll(calls);

        results.ShouldAllBe(r => r.Code == 0 && r.Output == "ran lathe.dll one\n");
        Publishes.ShouldBe(1);
    }

    [SkippableTheory]
    [InlineData("Linux x86_64", true)]
    [InlineData("Linux aarch64", false)]
    public void Build_OnEachProcessor_TakesTheFormThatRestoresThere(string system, bool readyToRun)
    {
        Tool("uname", $"case \"$1\" in -s) echo {system.Split(' ')[0]} ;; -m) echo {system.Split(' ')[1]} ;; *) echo {system} ;; esac");

        Run("one").Code.ShouldBe(0);

        File.ReadAllText(Path.Combine(_root, "publishes")).Contains("linux-x64", StringComparison.Ordinal).ShouldBe(readyToRun);
    }

    [SkippableFact]
    public void MissingPieces_AreNamedWithTheCommandThatGetsThem_AndTheRestRuns()
    {
        (int code, string output, string errors) = Run("one");

        code.ShouldBe(0);
        output.ShouldBe("ran lathe.dll one\n");
        errors.ShouldContain("could not fetch echarts");
        errors.ShouldContain("npm pack onnxruntime-node@");
    }

    [SkippableFact]
    public void MissingSdk_IsExitCode3()
    {
        Tool("dotnet", "exit 1");

        (int code, _, string errors) = Run("one");

        code.ShouldBe(3);
        errors.ShouldContain("dotnet-sdk-10.0");
    }

    [SkippableFact]
    public void FailingBuild_ShowsItsLogAndLeavesNothing()
    {
        Tool("dotnet", "case \"$1\" in --list-sdks) echo 10.0.100 ;; *) echo 'error CS1: broken'; exit 1 ;; esac");

        (int code, _, string errors) = Run("one");

        code.ShouldBe(3);
        errors.ShouldContain("error CS1: broken");
        Directory.GetDirectories(Path.Combine(_home, ".lathe"), "app*").ShouldBeEmpty();
        File.Exists(Path.Combine(_home, ".lathe", "stamp")).ShouldBeFalse();
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private int Publishes => File.ReadAllLines(Path.Combine(_root, "publishes")).Length;

    private (int Code, string Output, string Errors) Run(string argument)
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "The launcher is a Linux shell script.");
        var start = new ProcessStartInfo("bash") { RedirectStandardError = true, RedirectStandardOutput = true };
        start.ArgumentList.Add(Path.Combine(_home, "lathe"));
        start.ArgumentList.Add(argument);
        start.Environment["PATH"] = _tools + ":" + Environment.GetEnvironmentVariable("PATH");
        start.Environment.Remove("LATHE_NATIVE");
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.Result);
    }

    private void Tool(string name, string body)
    {
        string path = Path.Combine(_tools, name);
        File.WriteAllText(path, "#!/usr/bin/env bash\n" + body + "\n");
        if (OperatingSystem.IsLinux())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private static string Repository()
    {
        DirectoryInfo? at = new(AppContext.BaseDirectory);
        while (at is not null && !File.Exists(Path.Combine(at.FullName, "Lathe.slnx")))
        {
            at = at.Parent;
        }

        return at?.FullName ?? throw new InvalidOperationException("The tests do not run inside a checkout.");
    }
}
