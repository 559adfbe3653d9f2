namespace Lathe.Tests;

/// <summary>The models of many exporters that lie in the shared data folder.</summary>
public static class RealModels
{
    /// <summary>The file names, for theories.</summary>
    public static TheoryData<string> Names =>
    [
        "FastestDet.onnx", "embedding_model.onnx", "hey_rhasspy_v0.1.onnx", "light_shufflenet.onnx", "light_squeezenet.onnx", "opt-mnist.onnx",
        "resnet20_cifar10.onnx", "resnet56_cifar10.onnx", "silero_vad_16k_op15.onnx", "st_mobilenet_v2_0.35_128_tfs_channel_first.onnx", "ultraface_RFB-320.onnx", "yunet_n_320_320.onnx",
    ];

    /// <summary>The path of a model; the test is skipped where the data is absent.</summary>
    public static string Require(string name) => TestData.Require(Path.Combine("onnx", name));
}
