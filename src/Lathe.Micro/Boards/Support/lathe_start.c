/* Start of a program on a Cortex-M: the vector table, memory as C expects it, then main. Written by Lathe. */
#include <stdint.h>

extern uint32_t lathe_data_source[];
extern uint32_t lathe_data_start[];
extern uint32_t lathe_data_end[];
extern uint32_t lathe_bss_start[];
extern uint32_t lathe_bss_end[];
extern uint32_t lathe_stack_top[];

int main(void);
void lathe_prepare(void);
void lathe_reset(void);
void lathe_fault(void);
void lathe_exit(int32_t code);

typedef void (*lathe_handler)(void);

/* The initial stack pointer, then the handlers of reset, NMI, hard fault and what becomes one. */
typedef struct
{
    uint32_t *stack;
    lathe_handler handlers[15];
} lathe_vectors;

__attribute__((section(".vectors"), used)) static const lathe_vectors lathe_table =
{
    lathe_stack_top,
    {
        lathe_reset, lathe_fault, lathe_fault, lathe_fault, lathe_fault, lathe_fault, lathe_fault, lathe_fault,
        lathe_fault, lathe_fault, lathe_fault, lathe_fault, lathe_fault, lathe_fault, lathe_fault,
    },
};

/* What the stack is filled with, to see later how far it was used. */
#define LATHE_UNUSED 0xA5A5A5A5U

/* Bytes of the stack that were ever used. */
uint32_t lathe_stack_used(void)
{
    const uint32_t *word = lathe_bss_end;

    while ((word < lathe_stack_top) && (*word == LATHE_UNUSED))
    {
        word++;
    }

    return (uint32_t)(lathe_stack_top - word) * 4U;
}

void lathe_reset(void)
{
    uint32_t *target = lathe_data_start;
    const uint32_t *source = lathe_data_source;

    while (target < lathe_data_end)
    {
        *target = *source;
        target++;
        source++;
    }

    for (target = lathe_bss_start; target < lathe_bss_end; target++)
    {
        *target = 0U;
    }

    /* Up to where the stack is now. */
    const uint32_t *frame;

    __asm__ volatile("mov %0, sp" : "=r"(frame));

    for (target = lathe_bss_end; target < frame; target++)
    {
        *target = LATHE_UNUSED;
    }

    lathe_prepare();
    lathe_exit(main());
}

void lathe_fault(void)
{
    lathe_exit(99);
}
