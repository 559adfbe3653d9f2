using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Lathe.Graph;

namespace Lathe.Micro.Emulation;

/// <summary>A network run on an emulated board.</summary>
public sealed record EmulatedRun
{
    /// <summary>The board.</summary>
    public required string Board { get; init; }

    /// <summary>Inputs whose outputs equal the host's bit for bit.</summary>
    public required int Right { get; init; }

    /// <summary>What was said of the others.</summary>
    public required ImmutableArray<string> Wrong { get; init; }

    /// <summary>The codes of every output, by input.</summary>
    [JsonIgnore]
    public IReadOnlyList<IReadOnlyDictionary<string, TensorData>> Outputs { get; init; } = [];

    /// <summary>The layers in the order they ran, for the first input.</summary>
    public required ImmutableArray<EmulatedLayer> Layers { get; init; }

    /// <summary>Instructions that the front end took for the first recording, all frames; null where inputs were given as codes.</summary>
    public long? FrontEndInstructions { get; init; }

    /// <summary>The most bytes of stack that were used, the program's own among them.</summary>
    public required int StackBytes { get; init; }

    /// <summary>Bytes of constants of the network and code of its kernels, and of its front end where it hears recordings, from the object files.</summary>
    public required int FlashBytes { get; init; }

    /// <summary>Bytes of the arena.</summary>
    public required int ArenaBytes { get; init; }

    /// <summary>Bytes of flash of the whole program, start-up and reading of files included, from the ELF.</summary>
    public required int ProgramFlashBytes { get; init; }

    /// <summary>Bytes of RAM of the whole program: data from the ELF, and the stack that was used.</summary>
    public required int ProgramRamBytes { get; init; }

    /// <summary>Instructions of a whole run, from the input's codes on.</summary>
    public long Instructions => Layers.Sum(l => l.Instructions);
}
