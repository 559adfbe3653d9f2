using System.Text;
using System.Text.Json.Nodes;
using Lathe.Graph;
using Lathe.Tensors;
using Lathe.Training.Checkpoints;
using Lathe.Training.Data;
using Lathe.Training.Loops;

namespace Lathe.Training.Tests.Checkpoints;

/// <summary>What a resume refuses: always one <see cref="InvalidInputException"/>, never another exception.</summary>
public class CheckpointRefusalTests
{
    private static readonly TrainerOptions s_options = new() { Epochs = 1, Batch = 48, Key = RandomKey.FromSeed(21), Averaging = 0.5f };

    public static TheoryData<string, TrainerOptions> Changes => new()
    {
        { "epochs 1 (now 2)", s_options with { Epochs = 2 } },
        { "rate 0.1 (now 0.2)", s_options with { Rate = 0.2f } },
        { "batch 48 (now 24)", s_options with { Batch = 24 } },
        { "optimizer sgd (now adamw)", s_options with { Optimizer = "adamw" } },
        { "seed ", s_options with { Key = RandomKey.FromSeed(22) } },
        { "augmentation none (now Augmentation { Crop = 1", s_options with { Augmentation = new Augmentation { Crop = 1 } } },
        { "loss cross-entropy with smoothing 0 (now cross-entropy with smoothing 0.1)", s_options with { Loss = new Training.Losses.CrossEntropyLoss(0.1f) } },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void Fit_OtherSettings_NamesThem(string expected, TrainerOptions changed)
    {
        using var folder = new TemporaryFolder();
        string path = Trained(folder);

        InvalidInputException error = Should.Throw<InvalidInputException>(() => Fit(changed with { Checkpoint = path }, TinyNet.Build(), TinyNet.Data));

        error.Message.ShouldStartWith($"Checkpoint '{path}' was made with ");
        error.Message.ShouldContain(expected);
        error.Message.Count(c => c == '\n').ShouldBe(0);
        error.ExitCode.ShouldBe(2);
    }

    [Fact]
    public void Fit_OtherData_NamesBoth()
    {
        using var folder = new TemporaryFolder();
        string path = Trained(folder);
        Dataset other = SyntheticImages.Create(4, 1, 8, 160, 40, RandomKey.FromSeed(99));

        Should.Throw<InvalidInputException>(() => Fit(s_options with { Checkpoint = path }, TinyNet.Build(), other)).Message.ShouldContain("data synthetic-images (");
    }

    [Fact]
    public void Fit_OtherNetwork_NamesAParameter()
    {
        using var folder = new TemporaryFolder();
        string path = Trained(folder);

        Should.Throw<InvalidInputException>(() => Fit(s_options with { Checkpoint = path }, TinyNet.Build(normalised: false), TinyNet.Data)).Message.ShouldContain("belongs to another network");
    }

    [Fact]
    public void TryLoad_CutOrChangedAnywhere_IsOneError()
    {
        using var folder = new TemporaryFolder();
        string path = Trained(folder);
        byte[] whole = File.ReadAllBytes(path);
        for (int i = 0; i < whole.Length; i += Math.Max(1, whole.Length / 40))
        {
            File.WriteAllBytes(path, whole[..i]);
            Refused(path);
            byte[] changed = [.. whole];
            changed[i] ^= 0x10;
            File.WriteAllBytes(path, changed);
            Refused(path);
        }
    }

    [Fact]
    public void TryLoad_LargerThanTheLimit_IsOneError()
    {
        using var folder = new TemporaryFolder();
        string path = Trained(folder);

        Should.Throw<InvalidInputException>(() => TrainingCheckpoint.TryLoad(path, 1000)).Message.ShouldContain("more than the limit of 1,000");
    }

    /// <summary>Every field of the header null, missing or of another kind, with a digest that fits.</summary>
    [Fact]
    public void TryLoad_EveryFieldSpoilt_IsOneError()
    {
        using var folder = new TemporaryFolder();
        string path = Trained(folder);
        (JsonObject header, byte[] tensors) = Parts(path);
        foreach (string name in header.Select(p => p.Key).ToArray())
        {
            foreach (JsonNode? spoilt in new JsonNode?[] { null, JsonValue.Create(3), JsonValue.Create("x"), new JsonArray(null, null), new JsonObject { ["a"] = null } })
            {
                JsonObject copy = header.DeepClone().AsObject();
                copy[name] = spoilt?.DeepClone();
                if (name == "Position" && spoilt is JsonObject)
                {
                    continue;
                }

                CheckpointFile.WriteRaw(path, Encoding.UTF8.GetBytes(copy.ToJsonString()), [tensors]);
                Refused(path);
            }

            JsonObject without = header.DeepClone().AsObject();
            without.Remove(name);
            CheckpointFile.WriteRaw(path, Encoding.UTF8.GetBytes(without.ToJsonString()), [tensors]);
            Refused(path);
        }
    }

    [Theory]
    [InlineData("Shape", "[-1, 4]")]
    [InlineData("Shape", "[2000000000, 2000000000, 2000000000]")]
    [InlineData("Shape", "[2000000000]")]
    [InlineData("Shape", "[1]")]
    [InlineData("Shape", "null")]
    [InlineData("Name", "null")]
    [InlineData("Type", "99")]
    public void TryLoad_HostileTensor_IsOneError(string field, string value)
    {
        using var folder = new TemporaryFolder();
        string path = Trained(folder);
        (JsonObject header, byte[] tensors) = Parts(path);
        header["Tensors"]![0]![field] = JsonNode.Parse(value);
        CheckpointFile.WriteRaw(path, Encoding.UTF8.GetBytes(header.ToJsonString()), [tensors]);

        Refused(path);
    }

    [Theory]
    [InlineData("optimizer/")]
    [InlineData("average/")]
    [InlineData("parameter/")]
    public void Fit_TensorsOfAnotherName_AreOneError(string prefix)
    {
        using var folder = new TemporaryFolder();
        string path = Trained(folder);
        (JsonObject header, byte[] tensors) = Parts(path);
        JsonNode entry = header["Tensors"]!.AsArray().First(t => t!["Name"]!.GetValue<string>().StartsWith(prefix, StringComparison.Ordinal))!;
        entry["Name"] = prefix + "nobody/7";
        CheckpointFile.WriteRaw(path, Encoding.UTF8.GetBytes(header.ToJsonString()), [tensors]);

        Should.Throw<InvalidInputException>(() => Fit(s_options with { Checkpoint = path }, TinyNet.Build(), TinyNet.Data)).Message.ShouldContain("to start again");
    }

    private static void Refused(string path)
    {
        InvalidInputException error = Should.Throw<InvalidInputException>(() => TrainingCheckpoint.TryLoad(path));
        error.Message.ShouldContain("is damaged");
        error.ExitCode.ShouldBe(2);
    }

    private static (JsonObject Header, byte[] Tensors) Parts(string path)
    {
        byte[] file = File.ReadAllBytes(path);
        int start = Array.IndexOf(file, (byte)'\n') + 1, length = BitConverter.ToInt32(file, start);
        return (JsonNode.Parse(file.AsSpan(start + 4, length))!.AsObject(), file[(start + 4 + length)..]);
    }

    private static string Trained(TemporaryFolder folder)
    {
        Fit(s_options with { Checkpoint = folder.File("checkpoint") }, TinyNet.Build(), TinyNet.Data);
        return folder.File("checkpoint");
    }

    private static void Fit(TrainerOptions options, ModelGraph graph, Dataset data) => new Trainer(options, TimeProvider.System).Fit(graph, data);
}
