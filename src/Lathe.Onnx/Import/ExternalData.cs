using Lathe.Onnx.Schema;

namespace Lathe.Onnx.Import;

/// <summary>Reads tensor bytes from a file beside the model; no path may leave the model's folder.</summary>
internal static class ExternalData
{
    public static byte[] Read(TensorProto proto, string? folder, long bytes)
    {
        string Entry(string key) => proto.ExternalData.LastOrDefault(e => e.Key == key)?.Value ?? "";
        string location = Entry("location");
        string path = Resolve(proto.Name, location, folder);
        long offset = Number(proto.Name, Entry("offset"), 0), length = Number(proto.Name, Entry("length"), bytes);
        var file = new FileInfo(path);
        if (!file.Exists)
        {
            throw new InvalidInputException($"Tensor '{proto.Name}' lies in '{location}', which is not beside the model. Put the file back into the model's folder.");
        }

        if (length != bytes || offset < 0 || offset > file.Length - bytes)
        {
            throw new InvalidInputException($"Tensor '{proto.Name}' claims bytes {offset} to {offset + length} of '{location}', which has {file.Length}; it needs {bytes}. The model or its data file is damaged.");
        }

        byte[] data = new byte[bytes];
        using FileStream stream = file.OpenRead();
        stream.Seek(offset, SeekOrigin.Begin);
        stream.ReadExactly(data);
        return data;
    }

    private static string Resolve(string tensor, string location, string? folder)
    {
        if (folder is null)
        {
            throw new InvalidInputException($"Tensor '{tensor}' lies in an external file, but the model was given as bytes. Load it from its path.");
        }

        bool named = location.Length > 0 && !location.Contains('\0') && !Path.IsPathRooted(location);
        if (!named || RealPath.Of(Path.Combine(folder, location)) is not { } path || !path.StartsWith(Prefix(RealPath.Of(folder)), StringComparison.Ordinal))
        {
            throw new InvalidInputException($"Tensor '{tensor}' lies in '{location}', outside the model's folder. External data must be beside the model.");
        }

        return path;
    }

    private static string Prefix(string? folder) => (folder ?? "").TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar;

    private static long Number(string tensor, string text, long otherwise) => text.Length == 0 ? otherwise
        : long.TryParse(text, out long value) ? value : throw new InvalidInputException($"Tensor '{tensor}' has '{text}' where a byte count belongs.");
}
