using Lathe.Compression.Factorization.Layers;
using Lathe.Graph;
using Lathe.Graph.Editing;
using Lathe.Tensors;

namespace Lathe.Compression.Adapting.Lora;

/// <summary>
/// One adapter (Hu et al. 2022): <c>y = W x + (alpha / r) B A x</c>. A starts random and B zero, so at first nothing changes. Of a convolution A has its
/// window and strides, and B one pixel.
/// </summary>
public sealed class LoraAdapter
{
    private readonly LinearLayer _layer;
    private readonly float _scale;

    /// <summary>Plans an adapter.</summary>
    /// <param name="layer">A dense layer or an ungrouped convolution.</param>
    /// <param name="rank">Its rank, cut to what the layer has.</param>
    /// <param name="alpha">Scale times rank.</param>
    public LoraAdapter(LinearLayer layer, int rank, float alpha)
    {
        (_layer, Rank) = (layer, Math.Min(rank, Math.Min(layer.Inputs, layer.Outputs)));
        _scale = alpha / Rank;
    }

    /// <summary>The layer's name.</summary>
    public string Name => _layer.Node.Name;

    /// <summary>The layer's weight.</summary>
    public string Weight => _layer.WeightName;

    /// <summary>Its rank.</summary>
    public int Rank { get; }

    /// <summary>Values of A and B.</summary>
    public long ParameterCount => First.Weight!.Value.Count + Second.Weight!.Value.Count;

    /// <summary>The parameter that holds A: [r, inputs], of a MatMul [inputs, r], of a convolution [r, inputs, Kh, Kw].</summary>
    public string A => Weight + "/lora-a";

    /// <summary>The parameter that holds B: [outputs, r], of a MatMul [r, outputs], of a convolution [outputs, r, 1, 1].</summary>
    public string B => Weight + "/lora-b";

    private FactorPart First => _layer.IsDense ? FactorPart.Dense(_layer, Rank, _layer.Inputs) : FactorPart.Window(_layer, Rank, _layer.Inputs);

    private FactorPart Second => _layer.IsDense ? FactorPart.Dense(_layer, _layer.Outputs, Rank) : FactorPart.Pointwise(_layer.Outputs, Rank);

    /// <summary>True for layers that can have one.</summary>
    public static bool Fits(LinearLayer layer) => layer.IsDense || layer.IsConvolution;

    /// <summary>Puts the adapter beside its layer.</summary>
    public void Attach(GraphEditor editor, RandomKey key)
    {
        Node node = editor.Nodes.First(n => n.Name == Name);
        (Shape a, Shape b) = (First.Weight!.Value, Second.Weight!.Value);
        float[] start = new float[a.Count];
        key.FillNormal(start, 0, 1 / MathF.Sqrt(a.Count / Rank));
        editor.SetParameter(A, TensorData.From<float>(start, a));
        editor.SetParameter(B, TensorData.From<float>(new float[b.Count], b));
        string scale = editor.AddParameter(Weight + "/lora-scale", TensorData.Scalar(_scale)), plain = editor.Fresh(Name + "/base");
        editor.Replace(node, node with { Outputs = [plain] });
        Node down = editor.Add(First.OpType, [_layer.Input, A], First.Attributes, Name + "/lora-down"), up = editor.Add(Second.OpType, [down.Outputs[0], B], Second.Attributes, Name + "/lora-up");
        Node scaled = editor.Add("Mul", [up.Outputs[0], scale], null, Name + "/lora-scaled");
        editor.Add(new Node(editor.Fresh(Name + "/lora"), "Add", [plain, scaled.Outputs[0]], [node.Outputs[0]], AttributeMap.Empty));
    }

    /// <summary>The weight with an adapter's values added: <c>W + (alpha / r) B A</c>.</summary>
    /// <param name="trained">The network with adapters.</param>
    public TensorData Merged(ModelGraph trained)
    {
        float[] a = trained.Parameters[A].ToFloats(), b = trained.Parameters[B].ToFloats();
        TensorData data = trained.Parameters[Weight];
        float[] weight = data.ToFloats();
        // Gemm scales what its weight makes, not what the adapter does.
        double scale = _scale / (_layer.Node.OpType == "Gemm" ? _layer.Node.Attributes.Float("alpha", 1) : 1);
        bool product = _layer.Node.OpType == "MatMul", turned = _layer.IsDense && data.Shape[0] == _layer.Inputs && (product || _layer.Node.Attributes.Int("transB", 0) == 0);
        int each = data.Count / _layer.Outputs;
        for (int o = 0; o < _layer.Outputs; o++)
        {
            for (int i = 0; i < each; i++)
            {
                double sum = 0;
                for (int r = 0; r < Rank; r++)
                {
                    sum += product ? (double)a[(i * Rank) + r] * b[(r * _layer.Outputs) + o] : (double)a[(r * each) + i] * b[(o * Rank) + r];
                }

                int at = turned ? (i * _layer.Outputs) + o : (o * each) + i;
                weight[at] = (float)(weight[at] + (scale * sum));
            }
        }

        return TensorData.From<float>(weight, data.Shape);
    }
}
