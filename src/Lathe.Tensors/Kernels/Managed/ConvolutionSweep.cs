using Lathe.Tensors.Memory;
using Lathe.Tensors.Threading;

namespace Lathe.Tensors.Kernels.Managed;

/// <summary>
/// One pass of a packed filter bank over a batch of channels-last images. Each image is first copied into a padded buffer
/// (Top and Left may be negative: then the image is cropped), so that no window needs a border check.
/// </summary>
internal sealed unsafe class ConvolutionSweep(PackedMatrix filters)
{
    /// <summary>Taps whose panel of weights, 64 bytes each, leaves half of the first cache to the image.</summary>
    private const int DeepestBlock = 384;

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
        int halves = 0;
        while (length >> halves > DeepestBlock && (length >> halves) % 2 == 0)
        {
            halves++;
        }

        int* offsets = stackalloc int[Math.Max(1, segments << halves)];
        for (int s = 0; s < segments << halves; s++)
        {
            int whole = s >> halves, part = s & ((1 << halves) - 1);
            int ky = contiguous ? whole : whole / TapsWidth, kx = contiguous ? 0 : whole % TapsWidth;
            offsets[s] = (((ky * DilationHeight * PaddedWidth) + (kx * DilationWidth)) * UsedChannels) + (part * (length >> halves));
        }

        var band = new Band(this, epilogue, Output + (image * ImageStride) + (firstRow * RowStride), (lastRow - firstRow) * OutputWidth);
        var cursor = new PixelCursor(padded + ((long)firstRow * StrideHeight * PaddedWidth * UsedChannels), OutputWidth, StrideWidth * UsedChannels, (long)StrideHeight * PaddedWidth * UsedChannels);
        (segments, length) = (segments << halves, length >> halves);
        for (int panel = 0; panel < filters.Panels; panel++)
        {
            if (segments * length <= DeepestBlock)
            {
                band.Shallow(panel, cursor, offsets, segments, length);
            }
            else
            {
                band.Deep(panel, cursor, offsets, segments, length);
            }
        }
    }

    /// <summary>Rows of output pixels of one image.</summary>
    private readonly struct Band(ConvolutionSweep sweep, Epilogue epilogue, float* output, int pixels)
    {
        private const int TileFloats = MicroKernel.Rows * MicroKernel.Columns;
        private const int ChunkTiles = 16;

        /// <summary>True when a tile may turn over the end of a row.</summary>
        private bool IsUnbroken => sweep.RowStride == sweep.OutputWidth * sweep.PixelStride;

        /// <summary>Tile after tile, each with all its taps.</summary>
        public void Shallow(int panel, PixelCursor at, int* offsets, int segments, int length)
        {
            float** rows = stackalloc float*[MicroKernel.Rows];
            float* tile = stackalloc float[TileFloats];
            float* weights = sweep.Panel(panel, out int columns);
            bool direct = epilogue.IsPlain && columns == MicroKernel.Columns;
            for (int pixel = 0; pixel < pixels; pixel += MicroKernel.Rows)
            {
                int count = Math.Min(MicroKernel.Rows, pixels - pixel);
                bool inRow = IsUnbroken || at.Left >= count;
                at.Take(rows, count);
                if (direct && inRow && count == MicroKernel.Rows)
                {
                    MicroKernel.Multiply(rows, offsets, segments, length, weights, Target(pixel, panel), sweep.PixelStride, false);
                    continue;
                }

                MicroKernel.Multiply(rows, offsets, segments, length, weights, tile, MicroKernel.Columns, false);
                Store(tile, pixel, count, inRow, panel, columns);
            }
        }

        /// <summary>Chunks of tiles, for each the taps in blocks whose weights stay in the first cache.</summary>
        public void Deep(int panel, PixelCursor at, int* offsets, int segments, int length)
        {
            float** rows = stackalloc float*[ChunkTiles * MicroKernel.Rows];
            float* tiles = stackalloc float[ChunkTiles * TileFloats];
            float* weights = sweep.Panel(panel, out int columns);
            int step = Math.Max(1, DeepestBlock / length);
            for (int first = 0; first < pixels; first += ChunkTiles * MicroKernel.Rows)
            {
                int chunk = Math.Min(ChunkTiles, (pixels - first + MicroKernel.Rows - 1) / MicroKernel.Rows);
                for (int t = 0; t < chunk; t++)
                {
                    at.Take(rows + (t * MicroKernel.Rows), Math.Min(MicroKernel.Rows, pixels - first - (t * MicroKernel.Rows)));
                }

                for (int s = 0; s < segments; s += step)
                {
                    for (int t = 0; t < chunk; t++)
                    {
                        MicroKernel.Multiply(rows + (t * MicroKernel.Rows), offsets + s, Math.Min(step, segments - s), length, weights + ((long)s * length * MicroKernel.Columns), tiles + (t * TileFloats), MicroKernel.Columns, s > 0);
                    }
                }

                for (int t = 0; t < chunk; t++)
                {
                    int pixel = first + (t * MicroKernel.Rows), count = Math.Min(MicroKernel.Rows, pixels - pixel);
                    Store(tiles + (t * TileFloats), pixel, count, IsUnbroken || sweep.OutputWidth - (pixel % sweep.OutputWidth) >= count, panel, columns);
                }
            }
        }

        private float* Target(int pixel, int panel) => output + (panel * MicroKernel.Columns) + (pixel / sweep.OutputWidth * sweep.RowStride) + (pixel % sweep.OutputWidth * sweep.PixelStride);

        private void Store(float* tile, int pixel, int count, bool inRow, int panel, int columns)
        {
            int together = inRow ? count : 1;
            for (int r = 0; r < count; r += together)
            {
                epilogue.Store(tile + (r * MicroKernel.Columns), together, columns, panel * MicroKernel.Columns, Target(pixel + r, panel), sweep.PixelStride);
            }
        }
    }

    private float* Panel(int index, out int columns)
    {
        columns = Math.Min(MicroKernel.Columns, filters.N - (index * MicroKernel.Columns));
        return filters.Panel(index);
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
