using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Lathe.Graph.Execution;
using Lathe.Graph.Storage;
using Lathe.Tensors;
using Lathe.Training.Loops;
using Lathe.Training.Optimizers;

namespace Lathe.Training.Checkpoints;

/// <summary>
/// Everything a training run needs to go on with the same bits: parameters, optimizer state and history (order, augmentation
/// and dropout follow from the key and the epoch). Written beside its place, flushed, then renamed.
/// </summary>
public sealed record TrainingCheckpoint
{
    /// <summary>Every parameter tensor, learned or running statistics.</summary>
    public required IReadOnlyDictionary<string, byte[]> Parameters { get; init; }

    /// <summary>Optimizer state by parameter.</summary>
    public required IReadOnlyDictionary<string, byte[][]> State { get; init; }

    /// <summary>Optimizer steps taken.</summary>
    public required int Steps { get; init; }

    /// <summary>The epochs so far.</summary>
    public required IReadOnlyList<EpochResult> History { get; init; }

    /// <summary>Copies the present state.</summary>
    public static TrainingCheckpoint Capture(ParameterStore parameters, Optimizer optimizer, IReadOnlyList<EpochResult> history) => new()
    {
        Parameters = parameters.All.ToDictionary(p => p.Key, p => p.Value.ToBytes()),
        State = optimizer.Save(),
        Steps = optimizer.Steps,
        History = [.. history],
    };

    /// <summary>Reads a checkpoint, or gives null where there is none.</summary>
    /// <exception cref="InvalidInputException">The file is damaged.</exception>
    public static TrainingCheckpoint? TryLoad(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        byte[] file = File.ReadAllBytes(path);
        int line = Array.IndexOf(file, (byte)'\n');
        ReadOnlySpan<byte> body = file.AsSpan(line + 1);
        if (line < 0 || Encoding.ASCII.GetString(file, 0, line) != Digest(body))
        {
            throw new InvalidInputException($"Checkpoint '{path}' is damaged: its contents are not those that were written. Delete it to start this training again.");
        }

        try
        {
            return JsonSerializer.Deserialize<TrainingCheckpoint>(body);
        }
        catch (JsonException error)
        {
            throw new InvalidInputException($"Checkpoint '{path}' is of another version: {error.Message} Delete it to start this training again.", error);
        }
    }

    /// <summary>Writes the checkpoint: a line with the digest of the rest, then the rest.</summary>
    public void Save(string path)
    {
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(this);
        AtomicFile.Write(path, stream =>
        {
            stream.Write(Encoding.ASCII.GetBytes(Digest(body) + "\n"));
            stream.Write(body);
        });
    }

    /// <summary>Puts the state back.</summary>
    /// <exception cref="InvalidInputException">It belongs to another network.</exception>
    public void Restore(ParameterStore parameters, Optimizer optimizer)
    {
        foreach ((string name, Tensor tensor) in parameters.All)
        {
            if (!Parameters.TryGetValue(name, out byte[]? bytes) || bytes.Length != tensor.ByteSize)
            {
                throw new InvalidInputException($"The checkpoint has no parameter '{name}' of {tensor}; it belongs to another network. Delete it to start again.");
            }

            using Tensor saved = Tensor.FromBytes(bytes, tensor.Shape, tensor.DType);
            tensor.CopyFrom(saved);
        }

        optimizer.Load(Steps, State, parameters.All);
    }

    private static string Digest(ReadOnlySpan<byte> body) => Convert.ToHexStringLower(SHA256.HashData(body));
}
