using System.Globalization;
using System.Numerics;
using Lathe.Micro.Kernels;
using Lathe.Micro.Writing;
using Lathe.Runtime.FrontEnds;

namespace Lathe.Micro.FrontEnds;

/// <summary>A network's front end as C: from 16-bit samples to the codes it reads, in files of its own.</summary>
internal static class CepstralCode
{
    /// <summary>The header and the source file.</summary>
    /// <param name="frontEnd">What is computed.</param>
    /// <param name="network">The network's name in C.</param>
    public static IEnumerable<CFile> Files(CepstralFrontEnd frontEnd, string network) =>
        [new CFile($"{network}_front_end.h", Header(frontEnd, network)), new CFile($"{network}_front_end.c", Source(frontEnd, network))];

    private static string Header(CepstralFrontEnd frontEnd, string network)
    {
        string upper = network.ToUpperInvariant();
        CepstralOptions options = frontEnd.Options;
        return $$"""
            /* {{network}}: cepstral coefficients of sound as {{network}}_input reads them. Written by Lathe. */
            #ifndef {{upper}}_FRONT_END_H
            #define {{upper}}_FRONT_END_H

            #include <stdint.h>

            #define {{upper}}_SAMPLE_RATE {{options.SampleRate}}
            #define {{upper}}_CLIP_SAMPLES {{options.Samples}}
            #define {{upper}}_FRAME_SAMPLES {{options.Frame}}
            #define {{upper}}_HOP_SAMPLES {{options.Hop}}
            #define {{upper}}_FRAMES {{options.Frames}}
            #define {{upper}}_COEFFICIENTS {{options.Coefficients}}

            /* Working memory of one frame; nothing is kept in it. */
            typedef struct
            {
                int32_t words[{{frontEnd.RoomWords}}];
            } {{network}}_front_end;

            /* The codes of a clip: what is missing at its end is silence, and what is beyond it is not read. */
            void {{network}}_hear_clip({{network}}_front_end *room, const int16_t *samples, int32_t count, int8_t *codes);

            /* The {{upper}}_COEFFICIENTS codes of {{upper}}_FRAME_SAMPLES samples. A stream gives a frame every {{upper}}_HOP_SAMPLES samples. */
            void {{network}}_hear_frame({{network}}_front_end *room, const int16_t *samples, int8_t *codes);

            #endif

            """;
    }

    private static string Source(CepstralFrontEnd frontEnd, string network)
    {
        string name = $"{network}_cepstrum", upper = network.ToUpperInvariant();
        CepstralOptions options = frontEnd.Options;
        string arrays = CText.Array("uint16_t", name + "_window", frontEnd.Window.Select(v => (long)v))
            + CText.Array("int32_t", name + "_cosines", frontEnd.Cosines.Select(v => (long)v))
            + CText.Array("int16_t", name + "_filter_first", frontEnd.FilterFirst.Select(v => (long)v))
            + CText.Array("int16_t", name + "_filter_count", frontEnd.FilterCount.Select(v => (long)v))
            + CText.Array("uint16_t", name + "_filter_weights", frontEnd.FilterWeights.Select(v => (long)v))
            + CText.Array("int16_t", name + "_transform", frontEnd.Transform.Select(v => (long)v))
            + CText.Array("int32_t", name + "_bias", frontEnd.Bias.Select(v => (long)v))
            + CText.Array("int32_t", name + "_multiplier", frontEnd.Factors.Select(f => (long)f.Multiplier))
            + CText.Array("int8_t", name + "_shift", frontEnd.Factors.Select(f => (long)f.Shift));
        string layer = CText.Struct(
            "lathe_cepstrum",
            name,
            [
                ("frame", $"{options.Frame}"),
                ("hop", $"{options.Hop}"),
                ("frames", $"{options.Frames}"),
                ("size", $"{frontEnd.Size}"),
                ("stages", $"{BitOperations.Log2((uint)frontEnd.Size)}"),
                ("bands", $"{options.Bands}"),
                ("coefficients", $"{options.Coefficients}"),
                .. new[] { "window", "cosines", "filter_first", "filter_count", "filter_weights", "transform" }.Select(t => (t, $"{name}_{t}")),
                ("transform_bits", $"{frontEnd.TransformBits}"),
                ("floor", $"{CepstralFrontEnd.Floor}"),
                .. new[] { "bias", "multiplier", "shift" }.Select(t => (t, $"{name}_{t}")),
                ("zero", $"{frontEnd.Zero}"),
            ]);
        string hertz = string.Create(CultureInfo.InvariantCulture, $"{options.Bands} bands from {options.Lowest:0.#} to {options.Highest:0.#} Hz");
        return $$"""
            /* {{network}}: cepstral coefficients of sound, {{hertz}}. Written by Lathe. */
            #include "{{network}}_front_end.h"

            #include "{{KernelLibrary.HeaderName}}"

            {{arrays}}{{layer}}
            void {{network}}_hear_clip({{network}}_front_end *room, const int16_t *samples, int32_t count, int8_t *codes)
            {
                lathe_cepstrum_clip(&{{name}}, samples, (count < {{upper}}_CLIP_SAMPLES) ? count : {{upper}}_CLIP_SAMPLES, room->words, codes);
            }

            void {{network}}_hear_frame({{network}}_front_end *room, const int16_t *samples, int8_t *codes)
            {
                lathe_cepstrum_frame(&{{name}}, samples, {{upper}}_FRAME_SAMPLES, room->words, codes);
            }

            """;
    }
}
