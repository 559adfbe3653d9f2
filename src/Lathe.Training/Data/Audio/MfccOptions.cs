namespace Lathe.Training.Data.Audio;

/// <summary>How sound becomes cepstral coefficients. The defaults are those of MLPerf Tiny's keyword spotting: 49 frames of 10 for one second.</summary>
public sealed record MfccOptions
{
    /// <summary>Length of a frame in seconds.</summary>
    public double Frame { get; init; } = 0.040;

    /// <summary>From one frame to the next, in seconds.</summary>
    public double Hop { get; init; } = 0.020;

    /// <summary>Triangular filters, equally wide in mel.</summary>
    public int Bands { get; init; } = 40;

    /// <summary>Coefficients kept.</summary>
    public int Coefficients { get; init; } = 10;

    /// <summary>Lowest frequency in hertz.</summary>
    public double Lowest { get; init; } = 20;

    /// <summary>Highest frequency in hertz; half the sample rate when 0.</summary>
    public double Highest { get; init; }

    /// <summary>Seconds of every clip: longer ones are cut, shorter ones end in silence.</summary>
    public double Seconds { get; init; } = 1;
}
