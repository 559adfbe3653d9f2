using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Lathe.Training.Data;

namespace Lathe.Training.Checkpoints;

/// <summary>Tells data sets apart: sizes, all labels, and some samples of training and validation.</summary>
internal static class DataFingerprint
{
    private const int Samples = 32;

    public static string Of(Dataset data)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (DataSplit split in new[] { data.Train, data.Validation })
        {
            Add(hash, split);
        }

        string digest = Convert.ToHexStringLower(hash.GetHashAndReset())[..12];
        return $"{data.Name} ({data.Train.Count} + {data.Validation.Count} samples of {data.SampleShape}, {digest})";
    }

    private static void Add(IncrementalHash hash, DataSplit split)
    {
        float[] sample = new float[split.Shape.Count], targets = new float[split.TargetsEach];
        int[] labels = new int[split.LabelsEach];
        for (int i = 0; i < split.Count; i++)
        {
            split.ReadLabels(i, labels);
            split.ReadTargets(i, targets);
            hash.AppendData(MemoryMarshal.AsBytes<int>(labels));
            hash.AppendData(MemoryMarshal.AsBytes<float>(targets));
        }

        for (int i = 0; i < Math.Min(Samples, split.Count); i++)
        {
            split.Read((int)((long)i * split.Count / Math.Min(Samples, split.Count)), sample);
            hash.AppendData(MemoryMarshal.AsBytes<float>(sample));
        }

        Span<byte> count = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(count, split.Count);
        hash.AppendData(count);
    }
}
