namespace Lathe.Tensors.Kernels.Managed;

/// <summary>A 3 x 3 convolution of stride 1 cut into tiles of 4 x 4 outputs.</summary>
internal readonly unsafe struct WinogradPlan
{
    private const int BlockFloats = 1 << 16;
    private const int FewestTiles = 24;

    /// <summary>Filters above which their 36 sums take more memory than they are worth.</summary>
    private const int MostFilters = 512 * 512;

    private WinogradPlan(int batch, int height, int width, int inputs, int outputs, int outputHeight, int outputWidth, int top, int left)
    {
        (Batch, Height, Width, Inputs, Outputs, OutputHeight, OutputWidth, Top, Left) = (batch, height, width, inputs, outputs, outputHeight, outputWidth, top, left);
        TilesDown = (outputHeight + WinogradTransforms.Step - 1) / WinogradTransforms.Step;
        TilesAcross = (outputWidth + WinogradTransforms.Step - 1) / WinogradTransforms.Step;
        OutputsPadded = (outputs + MicroKernel.Columns - 1) / MicroKernel.Columns * MicroKernel.Columns;
        int fitting = BlockFloats / (WinogradTransforms.Points * (inputs + OutputsPadded));
        BlockTiles = Math.Min(Math.Clamp(fitting, FewestTiles, 96) / MicroKernel.Rows * MicroKernel.Rows, (Tiles + MicroKernel.Rows - 1) / MicroKernel.Rows * MicroKernel.Rows);
    }

    public int Batch { get; }

    public int Height { get; }

    public int Width { get; }

    public int Inputs { get; }

    public int Outputs { get; }

    public int OutputHeight { get; }

    public int OutputWidth { get; }

    public int Top { get; }

    public int Left { get; }

    public int TilesDown { get; }

    public int TilesAcross { get; }

    public int Tiles => Batch * TilesDown * TilesAcross;

    /// <summary>Tiles that are transformed, multiplied and transformed back together.</summary>
    public int BlockTiles { get; }

    public int Blocks => (Tiles + BlockTiles - 1) / BlockTiles;

    /// <summary>Output channels in full panels.</summary>
    public int OutputsPadded { get; }

    /// <summary>Elements between two points of a transformed block; not a power of two, or all points would share cache sets.</summary>
    public long InputStride => ((long)BlockTiles * Inputs) + MicroKernel.Columns;

    public long OutputStride => ((long)BlockTiles * OutputsPadded) + MicroKernel.Columns;

    /// <summary>True for convolutions that this method computes with fewer operations than the direct one.</summary>
    public static bool Fits(in ConvolutionGeometry g) =>
        g is { KernelHeight: 3, KernelWidth: 3, StrideHeight: 1, StrideWidth: 1, DilationHeight: 1, DilationWidth: 1, Groups: 1, PadTop: <= 2, PadLeft: <= 2 }
        && g.InputChannels % WinogradTransforms.Lanes == 0 && g.OutputChannels % WinogradTransforms.Lanes == 0
        && g.InputChannels >= 16 && g.OutputChannels >= 16 && g.InputChannels * g.OutputChannels <= MostFilters
        && (long)g.Batch * g.OutputHeight * g.OutputWidth >= 512 && g.OutputHeight >= 4 && g.OutputWidth >= 4;

    public static WinogradPlan Forward(in ConvolutionGeometry g) => new(g.Batch, g.InputHeight, g.InputWidth, g.InputChannels, g.OutputChannels, g.OutputHeight, g.OutputWidth, g.PadTop, g.PadLeft);

    /// <summary>The data gradient: a convolution of dy with the filters turned round.</summary>
    public static WinogradPlan BackwardData(in ConvolutionGeometry g) => new(g.Batch, g.OutputHeight, g.OutputWidth, g.OutputChannels, g.InputChannels, g.InputHeight, g.InputWidth, 2 - g.PadTop, 2 - g.PadLeft);

    /// <summary>Transforms the input patch of a tile; what lies outside the image is zero.</summary>
    /// <param name="x">The images [N, H, W, C].</param>
    /// <param name="tile">The tile.</param>
    /// <param name="patch">Room for a patch of 6 x 6 pixels.</param>
    /// <param name="target">Where the tile's channels of the first point go.</param>
    public void LoadInput(float* x, int tile, float* patch, float* target)
    {
        Place(tile, out int image, out int row, out int column);
        (row, column) = (row - Top, column - Left);
        float* source = x + ((((long)image * Height) + row) * Width + column) * Inputs;
        if (row >= 0 && column >= 0 && row + WinogradTransforms.Side <= Height && column + WinogradTransforms.Side <= Width)
        {
            WinogradTransforms.Input(source, (long)Width * Inputs, Inputs, Inputs, target, InputStride);
            return;
        }

        Crop(source, WinogradTransforms.Side, row, column, Height, Width, Inputs, patch);
        WinogradTransforms.Input(patch, (long)WinogradTransforms.Side * Inputs, Inputs, Inputs, target, InputStride);
    }

    /// <summary>Transforms the output gradient of a tile.</summary>
    public void LoadGradient(float* dy, int tile, float* patch, float* target)
    {
        Place(tile, out int image, out int row, out int column);
        float* source = dy + ((((long)image * OutputHeight) + row) * OutputWidth + column) * Outputs;
        if (row + WinogradTransforms.Step <= OutputHeight && column + WinogradTransforms.Step <= OutputWidth)
        {
            WinogradTransforms.Gradient(source, (long)OutputWidth * Outputs, Outputs, Outputs, target, OutputStride);
            return;
        }

        Crop(source, WinogradTransforms.Step, row, column, OutputHeight, OutputWidth, Outputs, patch);
        WinogradTransforms.Gradient(patch, (long)WinogradTransforms.Step * Outputs, Outputs, Outputs, target, OutputStride);
    }

    /// <summary>Transforms the products of a tile back and stores what lies inside the image.</summary>
    public void StoreOutput(float* source, int tile, float* patch, in Epilogue epilogue, float* y)
    {
        Place(tile, out int image, out int row, out int column);
        float* target = y + ((((long)image * OutputHeight) + row) * OutputWidth + column) * Outputs;
        int rows = Math.Min(WinogradTransforms.Step, OutputHeight - row), columns = Math.Min(WinogradTransforms.Step, OutputWidth - column);
        if (epilogue.IsPlain && rows == WinogradTransforms.Step && columns == WinogradTransforms.Step)
        {
            WinogradTransforms.Output(source, OutputStride, Outputs, target, (long)OutputWidth * Outputs, Outputs);
            return;
        }

        WinogradTransforms.Output(source, OutputStride, Outputs, patch, (long)WinogradTransforms.Step * Outputs, Outputs);
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                epilogue.StoreRow(patch + (((i * WinogradTransforms.Step) + j) * Outputs), Outputs, target + ((((long)i * OutputWidth) + j) * Outputs));
            }
        }
    }

    /// <summary>The image of a tile and its first output pixel.</summary>
    private void Place(int tile, out int image, out int row, out int column)
    {
        image = tile / (TilesDown * TilesAcross);
        int rest = tile % (TilesDown * TilesAcross);
        row = rest / TilesAcross * WinogradTransforms.Step;
        column = rest % TilesAcross * WinogradTransforms.Step;
    }

    private static void Crop(float* source, int side, int row, int column, int height, int width, int channels, float* patch)
    {
        int from = Math.Clamp(-column, 0, side), to = Math.Clamp(width - column, from, side);
        for (int i = 0; i < side; i++, patch += side * channels)
        {
            if (row + i < 0 || row + i >= height)
            {
                new Span<float>(patch, side * channels).Clear();
                continue;
            }

            new Span<float>(patch, from * channels).Clear();
            new ReadOnlySpan<float>(source + ((((long)i * width) + from) * channels), (to - from) * channels).CopyTo(new Span<float>(patch + (from * channels), (to - from) * channels));
            new Span<float>(patch + (to * channels), (side - to) * channels).Clear();
        }
    }
}
