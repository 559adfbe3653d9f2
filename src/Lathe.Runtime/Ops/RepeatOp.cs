using Lathe.Runtime.Memory;

namespace Lathe.Runtime.Ops;

/// <summary>Enlarges an image [N, H, W, C] by repeating rows and columns a whole number of times.</summary>
public sealed record RepeatOp : OneInputOp
{
    /// <summary>How often each row stands in the output.</summary>
    public int Rows => Output.Shape[1] / Input.Shape[1];

    /// <summary>How often each column stands in the output.</summary>
    public int Columns => Output.Shape[2] / Input.Shape[2];

    /// <inheritdoc/>
    public override IEnumerable<string> Problems()
    {
        string[] found = [.. OpChecks.Images(Input, Output), .. OpChecks.Alike(Input, Output)];
        return found.Length > 0 || (Output.Shape[1] % Input.Shape[1] == 0 && Output.Shape[2] % Input.Shape[2] == 0 && Input.Shape[3] == Output.Shape[3])
            ? found
            : [$"does not repeat the pixels of {Input} a whole number of times in {Output}."];
    }

    /// <inheritdoc/>
    public override void Run(IntegerMemory memory)
    {
        ReadOnlySpan<byte> from = memory.Bytes(Input);
        Span<byte> to = memory.Bytes(Output);
        int pixel = Input.Bytes / Input.Shape.Product(0, 3), height = Output.Shape[1], width = Output.Shape[2];
        for (int i = 0; i < Output.Shape.Product(0, 3); i++)
        {
            int source = (((i / width / height * Input.Shape[1]) + (i / width % height / Rows)) * Input.Shape[2]) + (i % width / Columns);
            from.Slice(source * pixel, pixel).CopyTo(to[(i * pixel)..]);
        }
    }
}
