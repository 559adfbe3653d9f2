namespace Lathe.Micro.Checking;

/// <summary>What programs around a network have in common, as C.</summary>
internal static class ProgramParts
{
    /// <summary>Prints a number and a text.</summary>
    public const string PrintNumber = """

        /* Prints a number and what follows it. */
        static void print_number(uint32_t number, const char *after)
        {
            char digits[11];
            uint32_t rest = number;
            int32_t first = 10;

            digits[first] = '\0';

            do
            {
                first--;
                digits[first] = (char)('0' + (char)(rest % 10U));
                rest /= 10U;
            } while (rest > 0U);

            lathe_print(&digits[first]);
            lathe_print(after);
        }

        """;

    /// <summary>A function that runs a network layer by layer and can say what each took: <c>step NETWORK NUMBER TICKS</c>.</summary>
    public static string Timed(string network) => $$"""

        /* A run of {{network}}, layer by layer. */
        static void run_{{network}}({{network}}_context *context, int32_t timed)
        {
            for (int32_t step = 0; step < {{network.ToUpperInvariant()}}_STEPS; step++)
            {
                const uint32_t before = lathe_clock_now();

                {{network}}_step(context, step);

                const uint32_t ticks = lathe_clock_between(before, lathe_clock_now());

                if (timed != 0)
                {
                    lathe_print("step {{network}} ");
                    print_number((uint32_t)step, " ");
                    print_number(ticks, "\n");
                }
            }
        }

        """;
}
