namespace Lathe.Tensors.OneDnn.Normalization;

/// <summary>Everything that decides which normalisation primitive is needed.</summary>
internal readonly record struct NormalizationKey(NormalizationKind Kind, int Rows, int Columns, float Epsilon, bool HasScale, bool FusesRelu = false)
{
    /// <summary>Operation and shapes for messages.</summary>
    public string Describe() => $"normalisation {Kind} of [{Rows},{Columns}], epsilon {Epsilon}{(HasScale ? string.Empty : ", without scale")}{(FusesRelu ? ", with ReLU" : string.Empty)}";
}
