/* Reads the cepstral coefficients of one second, runs the network and prints the score of each digit. */
#include <stdio.h>

#include "ds_cnn.h"

/* The working memory; it may as well lie on the stack of a thread. */
static ds_cnn_context memory;

/* The code whose meaning is nearest to a value. */
static int8_t to_code(double value)
{
    const double place = (value / DS_CNN_INPUT_SCALE) + DS_CNN_INPUT_ZERO;
    const double held = (place < INT8_MIN) ? INT8_MIN : ((place > INT8_MAX) ? INT8_MAX : place);

    return (int8_t)((held < 0.0) ? (held - 0.5) : (held + 0.5));
}

int main(void)
{
    int8_t *const input = ds_cnn_input(&memory);
    const int8_t *const output = ds_cnn_output(&memory);
    int best = 0;

    for (int i = 0; i < DS_CNN_INPUT_COUNT; i++)
    {
        double value = 0.0;

        if (scanf("%lf", &value) != 1)
        {
            (void)fprintf(stderr, "There are %d numbers; the network reads %d.\n", i, DS_CNN_INPUT_COUNT);

            return 2;
        }

        input[i] = to_code(value);
    }

    ds_cnn_run(&memory);

    for (int digit = 0; digit < DS_CNN_OUTPUT_COUNT; digit++)
    {
        (void)printf("%d: %.3f\n", digit, DS_CNN_OUTPUT_SCALE * (output[digit] - DS_CNN_OUTPUT_ZERO));
        best = (output[digit] > output[best]) ? digit : best;
    }

    (void)printf("heard %d\n", best);

    return 0;
}
