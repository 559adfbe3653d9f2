using Lathe.Runtime;
using Lathe.Runtime.FrontEnds;
using Lathe.Tensors;
using Lathe.Training.Data;
using Lathe.Training.Data.Audio;

namespace Lathe.Pipeline.Exporting;

/// <summary>Makes the front end in fixed point of networks that were trained on cepstral coefficients of sound.</summary>
public static class SoundFrontEnd
{
    /// <summary>The front end that gives a network its codes; null where the data are no sound, or the network reads something else.</summary>
    public static CepstralFrontEnd? Of(IntegerGraph graph, Dataset data)
    {
        if (data is not { Sound: { } sound, Standard: { } standard } || graph.Inputs is not [{ Type: DType.Int8 } input] || !graph.Scales.TryGetValue(input.Name, out CodeScale scale))
        {
            return null;
        }

        CepstralOptions options = Options(sound);
        return input.Shape.Count == options.Frames * options.Coefficients && standard.Mean.Count == options.Coefficients && !options.Problems().Any()
            ? new CepstralFrontEnd(options, standard.Mean, standard.Factors, scale)
            : null;
    }

    /// <summary>What the data pipeline computes, in samples.</summary>
    public static CepstralOptions Options(SoundFeatures sound)
    {
        (MfccOptions options, int rate) = sound;
        return new CepstralOptions
        {
            SampleRate = rate, Frame = (int)Math.Round(options.Frame * rate), Hop = (int)Math.Round(options.Hop * rate), Samples = (int)Math.Round(options.Seconds * rate),
            Bands = options.Bands, Coefficients = options.Coefficients, Lowest = options.Lowest, Highest = options.Highest > 0 ? options.Highest : rate / 2.0,
        };
    }
}
