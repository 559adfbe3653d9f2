namespace Lathe.Pipeline.Methods;

/// <summary>What a method did to a network with its default settings.</summary>
/// <param name="Step">The step.</param>
/// <param name="Method">The method.</param>
/// <param name="Trial">The network.</param>
public sealed record MethodEffect(string Step, string Method, string Trial)
{
    /// <summary>Test accuracy before.</summary>
    public double Before { get; init; }

    /// <summary>Test accuracy after.</summary>
    public double After { get; init; }

    /// <summary>How many times fewer multiply-accumulates.</summary>
    public double FewerMacs { get; init; }

    /// <summary>How many times smaller the deployed ONNX file is.</summary>
    public double SmallerFile { get; init; }

    /// <summary>How many times smaller the coded bundle is than the ONNX file before.</summary>
    public double SmallerBundle { get; init; }

    /// <summary>How many times faster in ONNX Runtime, median.</summary>
    public double Faster { get; init; }

    /// <summary>Why there is nothing to report; empty else.</summary>
    public string Refused { get; init; } = "";
}
