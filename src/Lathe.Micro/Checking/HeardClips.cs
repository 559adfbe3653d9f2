using System.Runtime.InteropServices;
using Lathe.Runtime.FrontEnds;

namespace Lathe.Micro.Checking;

/// <summary>Recordings that a network hears through its front end, instead of codes that it is given.</summary>
/// <param name="FrontEnd">From samples to the network's input.</param>
/// <param name="Clips">16-bit samples; what is missing at the end of a clip is silence.</param>
public sealed record HeardClips(CepstralFrontEnd FrontEnd, IReadOnlyList<short[]> Clips)
{
    /// <summary>Writes the samples in the order in which a program that hears frame by frame reads them.</summary>
    internal void Write(Stream file)
    {
        CepstralOptions options = FrontEnd.Options;
        int kept = Kept(options);
        foreach (short[] clip in Clips)
        {
            short[] whole = new short[options.Samples];
            clip.AsSpan(0, Math.Min(clip.Length, whole.Length)).CopyTo(whole);
            for (int frame = 0; frame < options.Frames; frame++)
            {
                int first = frame == 0 ? 0 : kept;
                file.Write(MemoryMarshal.AsBytes(whole.AsSpan((frame * options.Hop) + first, options.Frame - first)));
            }
        }
    }

    /// <summary>A function of C that hears a clip of the file, <c>read_inputs</c>, and the ticks that the front end took, <c>heard</c>.</summary>
    /// <param name="frontEnd">The front end.</param>
    /// <param name="network">The network's name in C.</param>
    /// <param name="part">The network's input in C.</param>
    internal static string Reading(CepstralFrontEnd frontEnd, string network, string part)
    {
        CepstralOptions options = frontEnd.Options;
        int kept = Kept(options);
        return $$"""

            static {{network}}_front_end hearing;
            static int16_t samples[{{options.Frame}}];
            static uint32_t heard;

            /* Hears a clip, frame by frame as it would come from a microphone; 0 at the end of the file. */
            static int32_t read_inputs(int32_t file)
            {
                int8_t *const codes = {{network}}_{{part}}(&memory);
                int32_t whole = lathe_read(file, samples, {{2 * options.Frame}}U);

                heard = 0U;

                for (int32_t frame = 0; (frame < {{options.Frames}}) && (whole != 0); frame++)
                {
                    const uint32_t before = lathe_clock_now();

                    {{network}}_hear_frame(&hearing, samples, &codes[frame * {{options.Coefficients}}]);
                    heard += lathe_clock_between(before, lathe_clock_now());

                    for (int32_t i = 0; i < {{kept}}; i++)
                    {
                        samples[i] = samples[{{options.Frame - kept}} + i];
                    }

                    if (frame < {{options.Frames - 1}})
                    {
                        whole = lathe_read(file, &samples[{{kept}}], {{2 * (options.Frame - kept)}}U);
                    }
                }

                return whole;
            }

            """;
    }

    // Samples that two frames share.
    private static int Kept(CepstralOptions options) => Math.Max(0, options.Frame - options.Hop);
}
