using System.Collections.Immutable;
using Lathe.Runtime.Memory;

namespace Lathe.Runtime;

/// <summary>One operation of an integer graph: all it needs is data, so that it can be run here or written as C.</summary>
public interface IIntegerOp
{
    /// <summary>The layer's name, for messages and generated code.</summary>
    string Name { get; }

    /// <summary>Values read.</summary>
    ImmutableArray<IntegerValue> Inputs { get; }

    /// <summary>The value made; it shares memory with an input only where <see cref="IsView"/> or <see cref="MayOverwriteInput"/> says so.</summary>
    IntegerValue Output { get; }

    /// <summary>Multiplications with a weight, for one run.</summary>
    long Macs { get; }

    /// <summary>Bytes of constants: weights, biases, factors, tables.</summary>
    long ConstantBytes { get; }

    /// <summary>Bytes of memory it needs while it runs, beyond its values.</summary>
    int ScratchBytes => 0;

    /// <summary>True when each code of the output depends on the inputs' codes at its own place (or row) only, and is written after they are read.</summary>
    bool MayOverwriteInput => false;

    /// <summary>
    /// How many bytes before its input the output has to start so that it can be written over it while the input is still read; null when it must
    /// not. Less than nothing when it may start behind the input's start.
    /// </summary>
    int? OverlapDistance => null;

    /// <summary>True when nothing is computed: the output is memory of the first input, or the inputs' memory joined.</summary>
    bool IsView => false;

    /// <summary>Of a view: the bytes from the start of the input to that of the output.</summary>
    int ViewOffset => 0;

    /// <summary>Of a view: true when the inputs lie in the output's memory, one after the other.</summary>
    bool IsJoin => false;

    /// <summary>What stands for its constants: operations for which it is equal share them.</summary>
    object Constants => this;

    /// <summary>Lists what does not fit together, one sentence each; empty for a sound operation.</summary>
    IEnumerable<string> Problems();

    /// <summary>Computes the output.</summary>
    void Run(IntegerMemory memory);
}
