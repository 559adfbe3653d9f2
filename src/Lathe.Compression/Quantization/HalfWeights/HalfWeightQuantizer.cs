using Lathe.Compression.Techniques;
using Lathe.Graph;
using Lathe.Graph.Editing;
using Lathe.Graph.Execution;
using Lathe.Tensors;

namespace Lathe.Compression.Quantization.HalfWeights;

/// <summary>
/// Weights as IEEE binary16, half the bytes: a cast that ONNX Runtime folds at load, so the arithmetic and the speed are those of binary32.
/// </summary>
public sealed class HalfWeightQuantizer : Technique<HalfWeightOptions>
{
    // ONNX's number for binary32.
    private const long FloatCode = 1;

    /// <inheritdoc/>
    public override TechniqueInfo Info { get; } = new("quantize", "half")
    {
        Summary = "Store weights as 16-bit floating point; the file is half as large, arithmetic and speed stay the same.",
        Paper = "Micikevicius et al. 2018, Mixed Precision Training, arXiv:1710.03740",
        Page = "quantization.md#half",
        Makes = WeightForms.Codes,
        Keeps = WeightForms.Zeros | WeightForms.SharedValues,
        Loses = "the weights get new codes",
    };

    /// <inheritdoc/>
    public override CompressedModel Apply(TechniqueContext context, CompressedModel model, HalfWeightOptions options)
    {
        ModelGraph prepared = StaticQuantizer.Prepare(model.Graph);
        HashSet<string> learned = ParameterStore.LearnedNames(prepared);
        var editor = new GraphEditor(prepared);
        foreach ((string name, TensorData weight) in prepared.Parameters.Where(p => learned.Contains(p.Key) && p.Value.Type == DType.Float32 && p.Value.Count >= options.Least).OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            Half[] halves = Array.ConvertAll(weight.AsSpan<float>().ToArray(), Saturate);
            string stored = editor.AddParameter("h", TensorData.From<Half>(halves, weight.Shape));
            var cast = new Node(editor.Fresh("n"), "Cast", [stored], [editor.Fresh("v")], AttributeMap.Empty.With("to", FloatCode));
            editor.ReplaceUses(name, cast.Outputs[0]);
            editor.Add(cast);
            editor.RemoveParameter(name);
        }

        return model with { Coded = GraphVerifier.Verify(editor.ToGraph()) };
    }

    /// <summary>Rounds to nearest even; what binary16 cannot hold becomes its largest value, not infinity.</summary>
    internal static Half Saturate(float value) => (Half)Math.Clamp(value, (float)Half.MinValue, (float)Half.MaxValue);
}
