namespace Lathe.Runtime.Floating;

/// <summary>The taps of a kernel that lie inside an image at one place, from the first to the one behind the last, in one direction.</summary>
internal readonly record struct FloatReach(int Start, int First, int Last)
{
    public static FloatReach At(int start, int taps, int dilation, int size)
    {
        int from = 0, to = taps;
        while (from < to && start + (from * dilation) < 0)
        {
            from++;
        }

        while (to > from && start + ((to - 1) * dilation) >= size)
        {
            to--;
        }

        return new FloatReach(start, from, to);
    }
}
