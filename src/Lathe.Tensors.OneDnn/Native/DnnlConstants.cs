namespace Lathe.Tensors.OneDnn.Native;

/// <summary>Values of oneDNN 2.6's enumerations, by the group they belong to.</summary>
internal static class DnnlConstants
{
    public const int EngineCpu = 1;
    public const uint StreamInOrder = 1;
    public const uint RuntimeOpenMp = 2;
    public const int IsaAvx512Bf16 = 0xe7;

    public const int TypeBFloat16 = 2;
    public const int TypeFloat32 = 3;

    public const int TagAny = 1;
    public const int TagA = 2;
    public const int TagAb = 3;
    public const int TagNhwc = 20;
    public const int TagOihw = 5;
    public const int TagGoihw = 7;

    public const int ForwardTraining = 64;
    public const int ForwardInference = 96;
    public const int Backward = 128;
    public const int BackwardData = 160;
    public const int ConvolutionDirect = 1;
    public const int EltwiseRelu = 31;
    public const int EltwiseBoundedRelu = 143;

    public const int PoolingMax = 511;
    public const int PoolingAverageIncludePadding = 767;
    public const int PoolingAverageExcludePadding = 1023;
    public const int SoftmaxAccurate = 0x30000;
    public const int SoftmaxLogarithm = 0x30001;
    public const uint UseGlobalStatistics = 1;
    public const uint FuseRelu = 4;
    public const uint UseScale = 8;
    public const uint UseShift = 16;

    public const int QueryImplementation = 8;
    public const int QuerySource = 129;
    public const int QueryGradientSource = 130;
    public const int QueryWeights = 131;
    public const int QueryGradientWeights = 132;
    public const int QueryDestination = 133;
    public const int QueryGradientDestination = 134;
    public const int QueryWorkspace = 135;

    public const int ArgumentSource = 1;
    public const int ArgumentDestination = 17;
    public const int ArgumentWeights = 33;
    public const int ArgumentBias = 41;
    public const int ArgumentMean = 49;
    public const int ArgumentVariance = 50;
    public const int ArgumentScale = 51;
    public const int ArgumentShift = 52;
    public const int ArgumentWorkspace = 64;
    public const int ArgumentGradientSource = 129;
    public const int ArgumentGradientDestination = 145;
    public const int ArgumentGradientWeights = 161;
    public const int ArgumentGradientBias = 169;
    public const int ArgumentGradientScale = 255;
    public const int ArgumentGradientShift = 256;
}
