/* Cores without a vector extension have nothing to unlock. Written by Lathe. */
void lathe_prepare(void);

void lathe_prepare(void)
{
}
