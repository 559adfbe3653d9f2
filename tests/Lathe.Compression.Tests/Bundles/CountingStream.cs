namespace Lathe.Compression.Tests.Bundles;

/// <summary>Counts what is read, and may refuse to seek.</summary>
internal sealed class CountingStream(byte[] bytes) : MemoryStream(bytes)
{
    public bool Seekable { get; init; } = true;

    public long BytesRead { get; private set; }

    public override bool CanSeek => Seekable;

    public override long Position
    {
        get => base.Position;
        set => base.Position = Seekable ? value : throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        int read = base.Read(Seekable || buffer.Length < 2 ? buffer : buffer[..(buffer.Length / 2)]);
        BytesRead += read;
        return read;
    }
}
