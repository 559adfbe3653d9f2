using Lathe.Runtime;
using Lathe.Runtime.Ops;

namespace Lathe.Micro.Layers;

/// <summary>Writes one operation as C.</summary>
internal static class LayerWriter
{
    private static readonly Dictionary<Type, Func<IIntegerOp, string, ArenaCode, LayerCode>> s_writers = new()
    {
        [typeof(ConvolutionOp)] = (op, name, arena) => ImageLayers.Write((ConvolutionOp)op, name, arena),
        [typeof(DepthwiseConvolutionOp)] = (op, name, arena) => ImageLayers.Write((DepthwiseConvolutionOp)op, name, arena),
        [typeof(TransposedConvolutionOp)] = (op, name, arena) => ImageLayers.Write((TransposedConvolutionOp)op, name, arena),
        [typeof(FullyConnectedOp)] = (op, name, arena) => DenseLayer.Write((FullyConnectedOp)op, name, arena),
        [typeof(AveragePoolOp)] = (op, name, arena) => PoolLayer.Write((AveragePoolOp)op, name, arena),
        [typeof(MaxPoolOp)] = (op, name, arena) => PoolLayer.Write((MaxPoolOp)op, name, arena),
        [typeof(MeanOp)] = (op, name, arena) => MeanLayer.Write((MeanOp)op, name, arena),
        [typeof(RepeatOp)] = (op, name, arena) => MovingLayers.Repeat((RepeatOp)op, name, arena),
        [typeof(AddOp)] = (op, name, arena) => PairLayer.Write((AddOp)op, name, arena),
        [typeof(MultiplyOp)] = (op, name, arena) => PairLayer.Write((MultiplyOp)op, name, arena),
        [typeof(LookupOp)] = (op, name, arena) => MovingLayers.Lookup((LookupOp)op, name, arena),
        [typeof(ConcatOp)] = (op, name, arena) => MovingLayers.Concat((ConcatOp)op, arena),
        [typeof(ArgMaxOp)] = (op, _, arena) => MovingLayers.ArgMax((ArgMaxOp)op, arena),
        [typeof(PadOp)] = (op, name, arena) => MovingLayers.Pad((PadOp)op, name, arena),
        [typeof(TransposeOp)] = (op, name, arena) => MovingLayers.Transpose((TransposeOp)op, name, arena),
        [typeof(SoftmaxOp)] = (op, name, arena) => SoftmaxLayer.Write((SoftmaxOp)op, name, arena),
        [typeof(Softmax16Op)] = (op, name, arena) => SoftmaxLayer.Write((Softmax16Op)op, name, arena),
        [typeof(LstmOp)] = (op, name, arena) => LstmLayer.Write((LstmOp)op, name, arena),
    };

    /// <summary>True when there is a kernel for an operation.</summary>
    public static bool CanWrite(IIntegerOp op) => s_writers.ContainsKey(op.GetType());

    /// <summary>Writes an operation; nothing for one without a kernel.</summary>
    public static LayerCode Write(IIntegerOp op, string name, ArenaCode arena) =>
        s_writers.TryGetValue(op.GetType(), out Func<IIntegerOp, string, ArenaCode, LayerCode>? write) ? write(op, name, arena) : new LayerCode("", "");
}
