using Lathe.Tensors.Memory;
using Lathe.Tensors.Threading;

namespace Lathe.Tensors.Kernels.Managed;

/// <summary>
/// One pass of a packed filter bank over a batch of channels-last images. Each image is first copied into a padded buffer
/// (Top and Left may be negative: then the image is cropped), so that no window needs a border check.
/// </summary>
internal sealed unsafe class ConvolutionSweep(PackedMatrix filters)
{
    public required int Batch { get; init; }

    public required int Height { get; init; }

    public required int Width { get; init; }

    public required int Channels { get; init; }

    public required int FirstChannel { get; init; }

    public required int UsedChannels { get; init; }

    public required int Top { get; init; }

    public required int Left { get; init; }

    public required int PaddedHeight { get; init; }

    public required int PaddedWidth { get; init; }

    public required int TapsHeight { get; init; }

    public required int TapsWidth { get; init; }

    public required int DilationHeight { get; init; }

    public required int DilationWidth { get; init; }

    public required int StrideHeight { get; init; }

    public required int StrideWidth { get; init; }

    public required int OutputHeight { get; init; }

    public required int OutputWidth { get; init; }

    public required float* Output { get; init; }

    public required long PixelStride { get; init; }

    public required long RowStride { get; init; }

    public required long ImageStride { get; init; }

    /// <summary>A batch splits by images, a single image by bands of rows.</summary>
    public void Run(ThreadTeam team, float* x, in Epilogue epilogue)
    {
        int bands = Batch >= team.Count ? 1 : Math.Min(OutputHeight, (team.Count + Batch - 1) / Batch);
        team.For(Batch * bands, 1, new Body(this, x, epilogue, bands));
    }

    private readonly struct Body(ConvolutionSweep sweep, float* x, Epilogue epilogue, int bands) : IRangeBody
    {
        public void Run(int begin, int end)
        {
            using var padded = new Scratch(((long)sweep.PaddedHeight * sweep.PaddedWidth * sweep.UsedChannels) + MicroKernel.Columns);
            int loaded = -1;
            for (int item = begin; item < end; item++)
            {
                int image = item / bands, band = item % bands;
                int firstRow = sweep.OutputHeight * band / bands, lastRow = sweep.OutputHeight * (band + 1) / bands;
                if (image != loaded || bands > 1)
                {
                    sweep.LoadPadded(x, image, firstRow, lastRow, padded.Floats);
                    loaded = image;
                }

                sweep.Rows(padded.Floats, image, firstRow, lastRow, epilogue);
            }
        }
    }

    private void LoadPadded(float* x, int image, int firstOutputRow, int lastOutputRow, float* padded)
    {
        int firstRow = firstOutputRow * StrideHeight;
        int lastRow = Math.Min(PaddedHeight, ((lastOutputRow - 1) * StrideHeight) + (Math.Max(0, TapsHeight - 1) * DilationHeight) + 1);
        int from = Math.Max(0, Left), to = Math.Min(PaddedWidth, Left + Width);
        for (int row = firstRow; row < lastRow; row++)
        {
            float* target = padded + ((long)row * PaddedWidth * UsedChannels);
            int sourceRow = row - Top;
            if (sourceRow < 0 || sourceRow >= Height || to <= from)
            {
                new Span<float>(target, PaddedWidth * UsedChannels).Clear();
                continue;
            }

            new Span<float>(target, from * UsedChannels).Clear();
            new Span<float>(target + ((long)to * UsedChannels), (PaddedWidth - to) * UsedChannels).Clear();
            float* source = x + ((((((long)image * Height) + sourceRow) * Width) + (from - Left)) * Channels) + FirstChannel;
            target += (long)from * UsedChannels;
            if (UsedChannels == Channels)
            {
                new ReadOnlySpan<float>(source, (to - from) * Channels).CopyTo(new Span<float>(target, (to - from) * Channels));
                continue;
            }

            for (int column = from; column < to; column++, source += Channels, target += UsedChannels)
            {
                new ReadOnlySpan<float>(source, UsedChannels).CopyTo(new Span<float>(target, UsedChannels));
            }
        }
    }

    private void Rows(float* padded, int image, int firstRow, int lastRow, in Epilogue epilogue)
    {
        bool contiguous = DilationWidth == 1;
        int segments = contiguous ? TapsHeight : TapsHeight * TapsWidth;
        int length = contiguous ? TapsWidth * UsedChannels : UsedChannels;
        int* offsets = stackalloc int[Math.Max(1, segments)];
        for (int s = 0; s < segments; s++)
        {
            int ky = contiguous ? s : s / TapsWidth, kx = contiguous ? 0 : s % TapsWidth;
            offsets[s] = ((ky * DilationHeight * PaddedWidth) + (kx * DilationWidth)) * UsedChannels;
        }

        bool unbroken = RowStride == OutputWidth * PixelStride;
        var cursor = new PixelCursor(padded + ((long)firstRow * StrideHeight * PaddedWidth * UsedChannels), OutputWidth, StrideWidth * UsedChannels, (long)StrideHeight * PaddedWidth * UsedChannels);
        float** rows = stackalloc float*[MicroKernel.Rows];
        float* tile = stackalloc float[MicroKernel.Rows * MicroKernel.Columns];
        int pixels = (lastRow - firstRow) * OutputWidth;
        for (int panel = 0; panel < filters.Panels; panel++)
        {
            int column = panel * MicroKernel.Columns;
            int columns = Math.Min(MicroKernel.Columns, filters.N - column);
            bool direct = epilogue.IsPlain && columns == MicroKernel.Columns;
            float* output = Output + (image * ImageStride) + (firstRow * RowStride) + column;
            PixelCursor at = cursor;
            for (int pixel = 0; pixel < pixels; pixel += MicroKernel.Rows)
            {
                int count = Math.Min(MicroKernel.Rows, pixels - pixel);
                int inRow = at.Left;
                at.Take(rows, count);
                float* target = output + (pixel / OutputWidth * RowStride) + (pixel % OutputWidth * PixelStride);
                if (direct && count == MicroKernel.Rows && (unbroken || inRow >= MicroKernel.Rows))
                {
                    MicroKernel.Multiply(rows, offsets, segments, length, filters.Panel(panel), target, PixelStride, false);
                    continue;
                }

                MicroKernel.Multiply(rows, offsets, segments, length, filters.Panel(panel), tile, MicroKernel.Columns, false);
                if (unbroken || inRow >= count)
                {
                    epilogue.Store(tile, count, columns, column, target, PixelStride);
                    continue;
                }

                // The tile turns over the end of a row whose successor lies elsewhere.
                for (int r = 0; r < count; r++)
                {
                    target = output + ((pixel + r) / OutputWidth * RowStride) + ((pixel + r) % OutputWidth * PixelStride);
                    epilogue.Store(tile + (r * MicroKernel.Columns), 1, columns, column, target, PixelStride);
                }
            }
        }
    }

    /// <summary>Walks over the windows of output pixels, row after row.</summary>
    private struct PixelCursor(float* first, int width, int pixelStep, long rowStep)
    {
        private float* _row = first;
        private int _column;

        /// <summary>Pixels left in this row.</summary>
        public readonly int Left => width - _column;

        /// <summary>The next windows; the last one is repeated to fill the tile.</summary>
        public void Take(float** windows, int count)
        {
            for (int r = 0; r < count; r++)
            {
                windows[r] = _row + ((long)_column * pixelStep);
                if (++_column == width)
                {
                    _column = 0;
                    _row += rowStep;
                }
            }

            for (int r = count; r < MicroKernel.Rows; r++)
            {
                windows[r] = windows[count - 1];
            }
        }
    }
}
