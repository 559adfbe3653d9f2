using System.Buffers.Binary;
using Lathe.Compression.Bundles;
using Lathe.Compression.Bundles.Tensors;
using Lathe.Compression.Sharing.Hashing;
using Lathe.Graph;
using Lathe.Tensors;

namespace Lathe.Compression.Tests.Bundles;

/// <summary>Damaged and malicious bundles end in an InvalidInputException, never in another exception, a huge allocation or a long wait.</summary>
public class HostileBundleTests
{
    private const int HeadBytes = 17;
    private static readonly BundleLimits s_small = new() { TensorBytes = 1 << 20, TotalBytes = 4 << 20, DirectoryBytes = 1 << 16, Nodes = 100, Nesting = 4 };

    [Fact]
    public void Read_TruncatedAnywhereOrExtended_IsRefused()
    {
        byte[] whole = Bundle.ToBytes(EverythingNet.Create());
        for (int length = 0; length < whole.Length; length++)
        {
            Refuses(whole[..length]);
        }

        Refuses([.. whole, 0]);
    }

    [Fact]
    public void Read_AnyByteChanged_IsRefusedByItsChecksum()
    {
        byte[] whole = Bundle.ToBytes(EverythingNet.Create());
        for (int at = 0; at < whole.Length; at++)
        {
            byte[] damaged = [.. whole];
            damaged[at] ^= (byte)(1 << (at % 8));
            Refuses(damaged);
        }
    }

    [Fact]
    public void Read_DirectoryChangedWithRightChecksums_NeverCrashes()
    {
        (byte[] directory, IReadOnlyList<byte[]> sections) = BundleDirectory.Write(EverythingNet.Create());
        RandomKey key = RandomKey.FromSeed(31);
        int survived = 0;
        for (int trial = 0; trial < 1500; trial++)
        {
            byte[] damaged = Mutate(directory, key.Fold((ulong)trial), trial);
            survived += Survives(Forge(damaged, sections)) ? 1 : 0;
        }

        survived.ShouldBeLessThan(1000);
    }

    [Fact]
    public void Decode_SectionsChangedWithRightChecksums_NeverCrashes()
    {
        RandomKey key = RandomKey.FromSeed(32);
        foreach (TensorData data in Tensors())
        {
            byte[] coded = TensorCoding.Encode(data, (5, 50));
            for (int trial = 0; trial < 1200; trial++)
            {
                byte[] damaged = Mutate(coded, key.Fold((ulong)trial), trial);
                try
                {
                    TensorCoding.Decode(damaged, data.Type, data.Shape, new byte[data.Bytes.Length]);
                }
                catch (InvalidInputException refused)
                {
                    refused.Message.ShouldNotBeEmpty();
                }
            }
        }
    }

    [Fact]
    public void Decode_EveryKindByteCombination_NeverCrashes()
    {
        byte[] target = new byte[4 * 64];
        for (int kinds = 0; kinds < 4096; kinds++)
        {
            byte[] code = [(byte)(kinds & 3), (byte)((kinds >> 2) & 3), (byte)((kinds >> 4) & 7), (byte)((kinds >> 7) & 7), (byte)(kinds >> 10), 1, 2, 3, 4, 5, 6, 7, 8];
            try
            {
                TensorCoding.Decode(code, DType.Float32, new Shape(8, 8), target);
            }
            catch (InvalidInputException refused)
            {
                refused.Message.ShouldNotBeEmpty();
            }
        }
    }

    [Fact]
    public void Read_HugeAnnouncements_AreRefusedBeforeAllocating()
    {
        foreach (int[] dimensions in new int[][] { [int.MaxValue], [1 << 20, 1 << 20], [600, 600], [0, int.MaxValue, int.MaxValue] })
        {
            var directory = new ByteWriter();
            directory.Number(1);
            directory.Byte((byte)DType.Float32);
            directory.Number(dimensions.Length);
            Array.ForEach(dimensions, directory.Number);
            directory.Number(3);
            directory.UInt32(0);
            Cheaply(() => Refuses(Forge(directory.ToBytes(), [[0, 0, 0]])));
        }

        byte[] bomb = Forge(new byte[1 << 15], []);
        BinaryPrimitives.WriteUInt32LittleEndian(bomb.AsSpan(9), uint.MaxValue);
        Cheaply(() => Refuses(bomb));
        Cheaply(() => Refuses(Forge([0xFF, 0xFF, 0xFF, 0x7F], [])));
    }

    [Fact]
    public void Read_SectionsThatDoNotFillTheFile_AreRefused()
    {
        (byte[] directory, IReadOnlyList<byte[]> sections) = BundleDirectory.Write(EverythingNet.Create());

        Should.Throw<InvalidInputException>(() => new BundleReader(new MemoryStream(Bundle.Assemble(directory, [.. sections, [1]])))).Message.ShouldContain("sections end");
        Should.Throw<InvalidInputException>(() => new BundleReader(new MemoryStream(Bundle.Assemble(directory, [.. sections.Skip(1)])))).Message.ShouldContain("sections end");
        Should.Throw<InvalidInputException>(() => Bundle.Read(new MemoryStream(Bundle.Assemble(directory, [.. sections.Reverse()])))).Message.ShouldContain("checksum");
    }

    [Theory]
    [InlineData("../../outside")]
    [InlineData("a/../b")]
    [InlineData("..\\x")]
    [InlineData("nul\0byte")]
    public void ToBytes_NamesLikePaths_AreRefusedBothWays(string name)
    {
        ModelGraph graph = EverythingNet.Create();
        ModelGraph bad = graph with { Name = name };
        (byte[] directory, IReadOnlyList<byte[]> sections) = BundleDirectory.Write(graph with { Name = "everythinX" });
        byte[] forged = directory;
        int at = directory.AsSpan().IndexOf("everythinX"u8);
        byte[] text = System.Text.Encoding.UTF8.GetBytes(name);
        forged = [.. directory[..(at - 1)], (byte)text.Length, .. text, .. directory[(at + 10)..]];

        Should.Throw<InvalidInputException>(() => Bundle.ToBytes(bad)).Message.ShouldContain("rename");
        Should.Throw<InvalidInputException>(() => Bundle.Read(new MemoryStream(Forge(forged, sections)))).Message.ShouldContain("rename");
    }

    [Fact]
    public void Read_OtherFilesAndVersions_SaySo()
    {
        Should.Throw<InvalidInputException>(() => Bundle.Read(new MemoryStream("this is no bundle at all"u8.ToArray()))).Message.ShouldContain("not a bundle");
        byte[] newer = Bundle.ToBytes(EverythingNet.Create());
        newer[4] = 9;
        Should.Throw<InvalidInputException>(() => Bundle.Read(new MemoryStream(newer))).Message.ShouldContain("version 9");
        Should.Throw<InvalidInputException>(() => BundleReader.Open("nowhere.lathe")).Message.ShouldContain("nowhere.lathe");
    }

    private static byte[] Forge(byte[] directory, IReadOnlyList<byte[]> sections) => Bundle.Assemble(directory, sections, quality: 1);

    private static byte[] Mutate(byte[] bytes, RandomKey key, int trial)
    {
        var damaged = new List<byte>(bytes);
        for (ulong change = 0; change <= (ulong)trial % 4; change++)
        {
            RandomKey here = key.Fold(change);
            int at = here.Below(0, damaged.Count);
            switch (here.Below(1, 4))
            {
                case 0:
                    damaged.RemoveRange(at, Math.Min(damaged.Count - at, here.Below(2, 8)));
                    damaged.Add(0);
                    break;
                case 1:
                    damaged.Insert(at, (byte)here.Below(3, 256));
                    break;
                case 2:
                    damaged[at] = (byte)(here.Below(3, 2) * 255);
                    break;
                default:
                    damaged[at] = (byte)here.Below(3, 256);
                    break;
            }
        }

        return [.. damaged];
    }

    private static IEnumerable<TensorData> Tensors()
    {
        float[] normal = new float[600];
        RandomKey.FromSeed(33).FillNormal(normal);
        yield return TensorData.From<float>(normal, new Shape(20, 30));
        yield return TensorData.From<float>(Array.ConvertAll(normal, v => Math.Abs(v) > 1.3f ? MathF.Round(v * 4) : 0), new Shape(10, 6, 2, 5));
        yield return TensorData.From<float>(Array.ConvertAll(normal, v => MathF.Round(v * 3)), new Shape(600));
        yield return TensorData.From<float>([.. normal.Select((v, i) => i / 30 / 4 % 2 == 0 && i % 30 / 4 % 2 == 0 ? v : 0)], new Shape(20, 30));
        yield return TensorData.From<sbyte>(Array.ConvertAll(normal, v => (sbyte)(v * 20)), new Shape(600));
        yield return TensorData.From<float>([.. normal.Select((v, i) => Math.Sign(v) * normal[i / 60])], new Shape(10, 60));
        float[] values = normal[..50];
        yield return TensorData.From<float>(HashedWeight.Bind(5, 600, values).Expand(values), new Shape(20, 30));
    }

    private static void Refuses(byte[] bytes) => Should.Throw<InvalidInputException>(() => Bundle.Read(new MemoryStream(bytes), s_small)).Message.ShouldNotBeEmpty();

    private static bool Survives(byte[] bytes)
    {
        try
        {
            GraphPrinter.Print(Bundle.Read(new MemoryStream(bytes), s_small)).ShouldNotBeEmpty();
            return true;
        }
        catch (InvalidInputException refused)
        {
            refused.Message.ShouldNotBeEmpty();
            return false;
        }
    }

    private static void Cheaply(Action action)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        action();
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(8 << 20);
    }
}
