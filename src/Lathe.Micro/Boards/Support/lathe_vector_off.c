/* Programs without vectors and floats have nothing to unlock. Written by Lathe. */
void lathe_prepare(void);

void lathe_prepare(void)
{
}
