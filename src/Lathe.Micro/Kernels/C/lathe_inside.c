/* The first tap, and the one behind the last, that fall inside: size pixels from start on, dilation apart. */
static void lathe_inside(int32_t start, int32_t taps, int32_t dilation, int32_t size, int32_t *first, int32_t *last)
{
    int32_t from = 0;
    int32_t to = taps;

    while ((from < to) && ((start + (from * dilation)) < 0))
    {
        from++;
    }

    while ((to > from) && ((start + ((to - 1) * dilation)) >= size))
    {
        to--;
    }

    *first = from;
    *last = to;
}
