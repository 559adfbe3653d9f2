namespace Lathe.Tensors;

/// <summary>Copies strided runs between an array seen as [outer, size, strip of bytes] and one seen as [outer, count, strip].</summary>
internal static unsafe class Strips
{
    /// <summary>y[o, i] = x[o, start + i step].</summary>
    public static void Gather(byte* x, byte* y, int outer, int size, int count, int start, int step, long strip)
    {
        for (int o = 0; o < outer; o++)
        {
            byte* source = x + (((long)o * size) + start) * strip;
            byte* target = y + ((long)o * count * strip);
            if (step == 1)
            {
                Copy(source, target, count * strip);
                continue;
            }

            for (int i = 0; i < count; i++)
            {
                Copy(source + ((long)i * step * strip), target + (i * strip), strip);
            }
        }
    }

    /// <summary>y[o, start + i step] = x[o, i].</summary>
    public static void Scatter(byte* x, byte* y, int outer, int size, int count, int start, int step, long strip)
    {
        for (int o = 0; o < outer; o++)
        {
            byte* source = x + ((long)o * count * strip);
            byte* target = y + (((long)o * size) + start) * strip;
            if (step == 1)
            {
                Copy(source, target, count * strip);
                continue;
            }

            for (int i = 0; i < count; i++)
            {
                Copy(source + (i * strip), target + ((long)i * step * strip), strip);
            }
        }
    }

    private static void Copy(byte* source, byte* target, long bytes)
    {
        if (bytes == 4)
        {
            *(int*)target = *(int*)source;
        }
        else
        {
            Buffer.MemoryCopy(source, target, bytes, bytes);
        }
    }
}
