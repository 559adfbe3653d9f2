using Lathe.Tensors;
using Lathe.Training.Data;
using Lathe.Training.Data.Text;

namespace Lathe.Training.Tests.Data.Text;

public class TextTests
{
    private static readonly RandomKey s_key = RandomKey.FromSeed(1);

    [Fact]
    public void Corpus_OfWords_PredictsTheNextAndKnowsTrainingWordsOnly()
    {
        using var folder = new TemporaryFolder();
        string train = folder.Write("train.txt", string.Concat(Enumerable.Repeat("the cat sat on the mat\n", 20))), test = folder.Write("test.txt", "the dog sat on the cat and more words than one window\n");
        Dataset data = TextCorpus.Open(train, test, s_key, new TextOptions { Length = 4 });
        float[] tokens = new float[4];
        int[] next = new int[4];
        data.Test.Read(0, tokens);
        data.Test.ReadLabels(0, next);
        string[] words = [.. data.ClassNames];

        tokens.Select(t => words[(int)t]).ShouldBe(["the", "<unk>", "sat", "on"]);
        next.Select(t => words[t]).ShouldBe(["<unk>", "sat", "on", "the"]);
        words[3].ShouldBe("the");
        words.ShouldNotContain("dog");
        (data.Train.InputType, data.Train.LabelsEach).ShouldBe((DType.Int64, 4));
    }

    [Fact]
    public void Corpus_OfBytes_KnowsEverything()
    {
        using var folder = new TemporaryFolder();
        string train = folder.Write("train.txt", new string('a', 100)), test = folder.Write("test.txt", "zebra!");
        Dataset data = DatasetCatalog.Open($"text:{train}?test={test}&bytes&length=5", s_key);
        float[] tokens = new float[5];
        data.Test.Read(0, tokens);

        data.Classes.ShouldBe(256);
        tokens.ShouldBe(["z"u8[0], "e"u8[0], "b"u8[0], "r"u8[0], "a"u8[0]]);
        Should.Throw<InvalidInputException>(() => DatasetCatalog.Open($"text:{train}?test={test}&bytes&length=6", s_key)).Message.ShouldContain("too short");
    }

    [Fact]
    public void Vocabulary_OfMoreWordsThanWanted_KeepsTheFrequent()
    {
        Vocabulary words = Vocabulary.Of("a a a b b c".Split(' '), 5);

        words.Words.ShouldBe(["<pad>", "<unk>", "<eos>", "a", "b"]);
        words["c"].ShouldBe(1);
    }

    [Fact]
    public void Classes_OfLines_ArePaddedAndCut()
    {
        using var folder = new TemporaryFolder();
        string train = folder.Write("train.txt", "good\tone two three\nbad\tone\ngood\ttwo\nbad\tthree\n"), test = folder.Write("test.txt", "bad\tone four\n");
        Dataset data = DatasetCatalog.Open($"texts:{train}?test={test}&length=2", s_key);
        float[] tokens = new float[2];
        data.Test.Read(0, tokens);

        tokens[1].ShouldBe(1);
        data.Test.Label(0).ShouldBe(0);
        folder.Write("test.txt", "no tab\n");
        Should.Throw<InvalidInputException>(() => DatasetCatalog.Open($"texts:{train}?test={test}", s_key)).Message.ShouldContain("line 1 has no tab");
    }
}
