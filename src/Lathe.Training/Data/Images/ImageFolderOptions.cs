namespace Lathe.Training.Data.Images;

/// <summary>How a folder of images is read.</summary>
public sealed record ImageFolderOptions
{
    /// <summary>Rows and columns all images are brought to; those of the first image when 0.</summary>
    public int Size { get; init; }

    /// <summary>3 for colour, 1 for grey.</summary>
    public int Channels { get; init; } = 3;

    /// <summary>How much may be read.</summary>
    public DataLimits Limits { get; init; } = DataLimits.Default;
}
