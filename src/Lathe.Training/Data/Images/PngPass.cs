namespace Lathe.Training.Data.Images;

/// <summary>A smaller image within an interlaced one: every so many pixels from a corner on.</summary>
internal readonly record struct PngPass(int Left, int Top, int Across, int Down, int Width, int Height);
