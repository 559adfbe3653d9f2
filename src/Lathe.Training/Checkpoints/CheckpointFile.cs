using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Lathe.Graph;
using Lathe.Graph.Storage;
using Lathe.Tensors;

namespace Lathe.Training.Checkpoints;

/// <summary>
/// The file of a checkpoint: a line <c>lathe-checkpoint 2 DIGEST</c>, the length of the header (little-endian, 4 bytes), the header
/// as JSON, and the tensors one after the other. The digest is SHA-256 of all that follows the line.
/// </summary>
internal static class CheckpointFile
{
    public const long MostBytes = 2_000_000_000;
    private const string Magic = "lathe-checkpoint 2 ";

    private static readonly JsonSerializerOptions s_json = new() { RespectNullableAnnotations = true, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    public static void Write(string path, TrainingCheckpoint checkpoint)
    {
        KeyValuePair<string, TensorData>[] tensors = [.. checkpoint.Tensors.OrderBy(t => t.Key, StringComparer.Ordinal)];
        var header = new CheckpointHeader
        {
            Settings = checkpoint.Settings,
            Position = checkpoint.Position,
            History = checkpoint.History,
            Tensors = [.. tensors.Select(t => new CheckpointEntry(t.Key, t.Value.Type, t.Value.Shape.Dimensions.ToArray()))],
        };
        WriteRaw(path, JsonSerializer.SerializeToUtf8Bytes(header, s_json), [.. tensors.Select(t => t.Value.Bytes)]);
    }

    public static TrainingCheckpoint Read(string path, long mostBytes)
    {
        byte[] file = Whole(path, mostBytes);
        int line = file.AsSpan(0, Math.Min(file.Length, 100)).IndexOf((byte)'\n');
        string first = line < 0 ? "" : Encoding.ASCII.GetString(file, 0, line);
        ReadOnlySpan<byte> body = file.AsSpan(line + 1);
        if (!first.StartsWith(Magic, StringComparison.Ordinal) || first[Magic.Length..] != Convert.ToHexStringLower(SHA256.HashData(body)))
        {
            throw Damaged(path, "its contents are not those that were written");
        }

        try
        {
            return Parse(path, file.AsMemory(line + 1));
        }
        catch (Exception error) when (error is JsonException or ArgumentException or OverflowException or LatheException { ExitCode: 2 })
        {
            throw Damaged(path, error.Message.TrimEnd('.'), error);
        }
    }

    /// <summary>Puts a header and tensors into place; a kill at any moment leaves the old file or the new one.</summary>
    internal static void WriteRaw(string path, byte[] header, IReadOnlyList<ReadOnlyMemory<byte>> tensors)
    {
        byte[] length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, header.Length);
        ReadOnlyMemory<byte>[] parts = [length, header, .. tensors];
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (ReadOnlyMemory<byte> part in parts)
        {
            hash.AppendData(part.Span);
        }

        AtomicFile.Write(path, stream =>
        {
            stream.Write(Encoding.ASCII.GetBytes($"{Magic}{Convert.ToHexStringLower(hash.GetHashAndReset())}\n"));
            foreach (ReadOnlyMemory<byte> part in parts)
            {
                stream.Write(part.Span);
            }
        });
    }

    private static byte[] Whole(string path, long mostBytes)
    {
        try
        {
            long length = new FileInfo(path).Length;
            return length <= mostBytes
                ? File.ReadAllBytes(path)
                : throw new InvalidInputException($"Checkpoint '{path}' has {length:N0} bytes, more than the limit of {mostBytes:N0}. Delete it to start this training again.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"Checkpoint '{path}' cannot be read: {error.Message}", error);
        }
    }

    private static TrainingCheckpoint Parse(string path, ReadOnlyMemory<byte> body)
    {
        int length = body.Length < 4 ? -1 : BinaryPrimitives.ReadInt32LittleEndian(body.Span);
        if (length < 0 || length > body.Length - 4)
        {
            throw Damaged(path, $"its header of {length} bytes is longer than the file");
        }

        CheckpointHeader header = JsonSerializer.Deserialize<CheckpointHeader>(body.Span.Slice(4, length), s_json) ?? throw Damaged(path, "its header is empty");
        if (header.History.Any(e => e is null) || header.Settings.Values.Any(v => v is null) || header.Position is { Step: < 0 } or { Updates: < 0 } || !(header.Position.Scale > 0))
        {
            throw Damaged(path, "its header has gaps");
        }

        return new TrainingCheckpoint { Settings = header.Settings, Position = header.Position, History = header.History, Tensors = Tensors(path, header.Tensors, body[(4 + length)..]) };
    }

    private static Dictionary<string, TensorData> Tensors(string path, IReadOnlyList<CheckpointEntry> entries, ReadOnlyMemory<byte> data)
    {
        var tensors = new Dictionary<string, TensorData>();
        foreach (CheckpointEntry entry in entries)
        {
            if (entry is null || !Enum.IsDefined(entry.Type) || entry.Shape.Any(d => d < 0))
            {
                throw Damaged(path, $"its tensor {tensors.Count} is not described");
            }

            long bytes = entry.Shape.Aggregate(1L, (count, d) => checked(count * d)) * entry.Type.Size();
            if (bytes > data.Length)
            {
                throw Damaged(path, $"tensor '{entry.Name}' needs {bytes:N0} bytes, but {data.Length:N0} are left");
            }

            tensors.Add(entry.Name, new TensorData(entry.Type, new Shape(entry.Shape), data[..(int)bytes]));
            data = data[(int)bytes..];
        }

        return data.Length == 0 ? tensors : throw Damaged(path, $"{data.Length:N0} bytes follow its last tensor");
    }

    private static InvalidInputException Damaged(string path, string why, Exception? inner = null) =>
        new($"Checkpoint '{path}' is damaged: {why}. Delete it to start this training again.", inner);
}
