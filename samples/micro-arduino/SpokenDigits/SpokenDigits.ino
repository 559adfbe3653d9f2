// Reads the codes of a clip from the serial port, runs the network, answers with the digit it heard.
#include <Arduino.h>

extern "C"
{
#include "ds_cnn.h"
}

static ds_cnn_context memory;

void setup()
{
    Serial.begin(115200);
}

void loop()
{
    static int count = 0;

    // Inputs share the arena with what comes later: they are written again before every run.
    while ((count < DS_CNN_INPUT_COUNT) && (Serial.available() > 0))
    {
        ds_cnn_input(&memory)[count] = static_cast<int8_t>(Serial.read());
        count++;
    }

    if (count < DS_CNN_INPUT_COUNT)
    {
        return;
    }

    const unsigned long start = micros();

    ds_cnn_run(&memory);

    const unsigned long taken = micros() - start;
    const int8_t *const output = ds_cnn_output(&memory);
    int best = 0;

    for (int digit = 1; digit < DS_CNN_OUTPUT_COUNT; digit++)
    {
        best = (output[digit] > output[best]) ? digit : best;
    }

    Serial.print("heard ");
    Serial.print(best);
    Serial.print(", score ");
    Serial.print(static_cast<float>(DS_CNN_OUTPUT_SCALE) * (output[best] - DS_CNN_OUTPUT_ZERO));
    Serial.print(", ");
    Serial.print(taken);
    Serial.println(" us");
    count = 0;
}
