namespace Lathe.Training.Data;

/// <summary>Labels that a set of so many classes may have.</summary>
internal static class LabelCheck
{
    public static void Range(string name, string part, ReadOnlySpan<int> labels, int classes)
    {
        for (int i = 0; i < labels.Length; i++)
        {
            if ((uint)labels[i] >= (uint)classes)
            {
                throw new InvalidInputException($"Data set '{name}': {part} sample {i} has label {labels[i]}, but the classes are 0 to {classes - 1}. Correct the labels, or put samples of every class into the training data.");
            }
        }
    }
}
