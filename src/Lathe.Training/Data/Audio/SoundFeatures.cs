namespace Lathe.Training.Data.Audio;

/// <summary>How the clips of a data set became cepstral coefficients.</summary>
/// <param name="Options">What was computed.</param>
/// <param name="SampleRate">Samples a second of every clip.</param>
public sealed record SoundFeatures(MfccOptions Options, int SampleRate);
