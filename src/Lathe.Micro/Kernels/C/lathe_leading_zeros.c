static int32_t lathe_leading_zeros(uint32_t value)
{
    int32_t count = 0;

    while ((count < 32) && (((value << count) & 0x80000000U) == 0U))
    {
        count++;
    }

    return count;
}
