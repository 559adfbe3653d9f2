namespace Lathe.Runtime.FrontEnds;

/// <summary>What cepstral coefficients of sound are computed from.</summary>
public sealed record CepstralOptions
{
    /// <summary>Samples a second.</summary>
    public required int SampleRate { get; init; }

    /// <summary>Samples of a frame.</summary>
    public required int Frame { get; init; }

    /// <summary>Samples from one frame to the next.</summary>
    public required int Hop { get; init; }

    /// <summary>Samples of a clip.</summary>
    public required int Samples { get; init; }

    /// <summary>Triangular filters, equally wide in mel.</summary>
    public required int Bands { get; init; }

    /// <summary>Coefficients kept.</summary>
    public required int Coefficients { get; init; }

    /// <summary>Lowest frequency in hertz.</summary>
    public required double Lowest { get; init; }

    /// <summary>Highest frequency in hertz.</summary>
    public required double Highest { get; init; }

    /// <summary>Frames of a clip.</summary>
    public int Frames => ((Samples - Frame) / Hop) + 1;

    /// <summary>What cannot be, one sentence each.</summary>
    public IEnumerable<string> Problems()
    {
        if (Frame < 4 || Frame > 1 << 14 || Hop < 1 || Samples < Frame || Bands is < 1 or > 128 || Coefficients < 1 || Coefficients > Bands)
        {
            yield return $"{this} has frames, bands or coefficients a front end in fixed point cannot have: 4 to 16,384 samples, 1 to 128 bands, at most as many coefficients.";
        }

        if (Lowest < 0 || Lowest >= Highest || Highest > SampleRate / 2.0)
        {
            yield return $"{this} has frequencies that do not lie in order between 0 and half the rate.";
        }
    }
}
