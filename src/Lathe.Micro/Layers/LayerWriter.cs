using Lathe.Micro.Layers.Floating;
using Lathe.Micro.Packing;
using Lathe.Runtime;
using Lathe.Runtime.Floating;
using Lathe.Runtime.Ops;

namespace Lathe.Micro.Layers;

/// <summary>Writes one operation as C.</summary>
internal static class LayerWriter
{
    private static readonly Dictionary<Type, Func<IIntegerOp, string, ArenaCode, ConstantPool, LayerCode>> s_writers = new()
    {
        [typeof(ConvolutionOp)] = (op, name, arena, pool) => ImageLayers.Write((ImageLayerOp)op, name, arena, pool),
        [typeof(DepthwiseConvolutionOp)] = (op, name, arena, pool) => ImageLayers.Write((ImageLayerOp)op, name, arena, pool),
        [typeof(TransposedConvolutionOp)] = (op, name, arena, pool) => ImageLayers.Write((ImageLayerOp)op, name, arena, pool),
        [typeof(FullyConnectedOp)] = (op, name, arena, _) => DenseLayer.Write((FullyConnectedOp)op, name, arena),
        [typeof(AveragePoolOp)] = (op, name, arena, _) => PoolLayer.Write((AveragePoolOp)op, name, arena),
        [typeof(MaxPoolOp)] = (op, name, arena, _) => PoolLayer.Write((MaxPoolOp)op, name, arena),
        [typeof(MeanOp)] = (op, name, arena, _) => MeanLayer.Write((MeanOp)op, name, arena),
        [typeof(RepeatOp)] = (op, name, arena, _) => MovingLayers.Repeat((RepeatOp)op, name, arena),
        [typeof(SubtractOp)] = (op, name, arena, _) => PairLayer.Write((SubtractOp)op, name, arena),
        [typeof(MatrixProductOp)] = (op, name, arena, _) => PairLayer.Product((MatrixProductOp)op, name, arena),
        [typeof(GruOp)] = (op, name, arena, _) => GruLayer.Write((GruOp)op, name, arena),
        [typeof(AddOp)] = (op, name, arena, _) => PairLayer.Write((AddOp)op, name, arena),
        [typeof(MultiplyOp)] = (op, name, arena, _) => PairLayer.Write((MultiplyOp)op, name, arena),
        [typeof(LookupOp)] = (op, name, arena, pool) => MovingLayers.Lookup((LookupOp)op, name, arena, pool),
        [typeof(ConcatOp)] = (op, name, arena, _) => MovingLayers.Concat((ConcatOp)op, arena),
        [typeof(ArgMaxOp)] = (op, _, arena, _) => MovingLayers.ArgMax((ArgMaxOp)op, arena),
        [typeof(PadOp)] = (op, name, arena, _) => MovingLayers.Pad((PadOp)op, name, arena),
        [typeof(TransposeOp)] = (op, name, arena, _) => MovingLayers.Transpose((TransposeOp)op, name, arena),
        [typeof(SoftmaxOp)] = (op, name, arena, _) => SoftmaxLayer.Write((SoftmaxOp)op, name, arena),
        [typeof(Softmax16Op)] = (op, name, arena, _) => SoftmaxLayer.Write((Softmax16Op)op, name, arena),
        [typeof(FloatConvolutionOp)] = (op, name, arena, pool) => FloatImageLayers.Write((FloatImageOp)op, name, arena, pool),
        [typeof(FloatDepthwiseOp)] = (op, name, arena, pool) => FloatImageLayers.Write((FloatImageOp)op, name, arena, pool),
        [typeof(FloatTransposedConvolutionOp)] = (op, name, arena, pool) => FloatImageLayers.Write((FloatImageOp)op, name, arena, pool),
        [typeof(FloatDenseOp)] = (op, name, arena, _) => FloatImageLayers.Write((FloatDenseOp)op, name, arena),
        [typeof(FloatPoolOp)] = (op, name, arena, _) => FloatPlainLayers.Pool((FloatPoolOp)op, name, arena),
        [typeof(FloatPairOp)] = (op, name, arena, _) => FloatPlainLayers.Pair((FloatPairOp)op, name, arena),
        [typeof(FloatFunctionOp)] = (op, _, arena, _) => FloatPlainLayers.Function((FloatFunctionOp)op, arena),
        [typeof(FloatSoftmaxOp)] = (op, _, arena, _) => FloatPlainLayers.Softmax((FloatSoftmaxOp)op, arena),
        [typeof(FloatMatMulOp)] = (op, name, arena, _) => FloatPlainLayers.Product((FloatMatMulOp)op, name, arena),
        [typeof(FloatRecurrentOp)] = (op, name, arena, _) => FloatRecurrentLayer.Write((FloatRecurrentOp)op, name, arena),
        [typeof(LstmOp)] = (op, name, arena, _) => LstmLayer.Write((LstmOp)op, name, arena),
    };

    /// <summary>True when there is a kernel for an operation.</summary>
    public static bool CanWrite(IIntegerOp op) => s_writers.ContainsKey(op.GetType());

    /// <summary>Writes an operation; nothing for one without a kernel.</summary>
    public static LayerCode Write(IIntegerOp op, string name, ArenaCode arena, ConstantPool pool) =>
        op is WeightedOp { Weights.Packing: not WeightPacking.Plain } packed && PackedLayer.IsRows(packed) ? PackedLayer.Write(packed, name, arena, pool)
            : s_writers.TryGetValue(op.GetType(), out Func<IIntegerOp, string, ArenaCode, ConstantPool, LayerCode>? write) ? write(op, name, arena, pool) : new LayerCode("", "");
}
