using System.Text;
using Lathe.Micro.Arena;
using Lathe.Micro.Kernels;
using Lathe.Micro.Layers;
using Lathe.Micro.Writing;
using Lathe.Runtime;

namespace Lathe.Micro;

/// <summary>One network's header and source file.</summary>
internal sealed class NetworkCode
{
    private readonly IntegerGraph _graph;
    private readonly ArenaCode _arena;
    private readonly LayerCode[] _layers;
    private readonly bool _stepwise;
    private readonly List<string> _problems = [];

    /// <summary>Writes the layers.</summary>
    /// <param name="graph">A sound graph.</param>
    /// <param name="name">The network's name in C.</param>
    /// <param name="stepwise">True for a function that runs one layer, so that layers can be timed.</param>
    /// <param name="kernels">What instructions kernels use.</param>
    public NetworkCode(IntegerGraph graph, string name, bool stepwise, KernelSet kernels)
    {
        (_graph, Name, _stepwise, _arena) = (graph, name, stepwise, new ArenaCode(graph, kernels));
        var names = new CNames();
        var pool = new ConstantPool();
        var layers = new List<LayerCode>();
        foreach (IIntegerOp op in Arena.Graph.Ops.Where(o => !o.IsView))
        {
            _problems.AddRange(LayerLimits.Of(op).Select(p => $"'{op.Name}' {p}"));
            layers.Add(LayerWriter.Write(op, $"{name}_{names.Unique(op.Name)}", _arena, pool));
        }

        _layers = [.. layers];
    }

    /// <summary>The network's name in C.</summary>
    public string Name { get; }

    /// <summary>Where values lie.</summary>
    public ArenaMap Arena => _arena.Map;

    /// <summary>What cannot be written.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>The two files.</summary>
    public IEnumerable<CFile> Files() => [new CFile(Name + ".h", Header()), new CFile(Name + ".c", Source())];

    private string Header()
    {
        string upper = Name.ToUpperInvariant();
        var text = new StringBuilder($"""
            /* {_graph.Name}: {_graph.Macs:N0} multiply-accumulates, {Arena.Graph.ConstantBytes:N0} bytes of constants. Written by Lathe. */
            #ifndef {upper}_H
            #define {upper}_H

            #include <stdint.h>

            /* Working memory of one run: values that are never needed at once share bytes. */
            #define {upper}_ARENA_BYTES {_arena.Bytes}

            typedef struct
            {"{"}
                {_arena.Type} arena[{upper}_ARENA_BYTES{(_arena.ElementBytes > 1 ? $" / {_arena.ElementBytes}" : "")}];
            {"}"} {Name}_context;


            """);
        foreach ((IntegerValue value, string part, bool input) in NetworkParts.Of(_graph))
        {
            text.Append(Constants(value, $"{upper}_{part.ToUpperInvariant()}"));
            text.Append(input
                ? $"/* Where the input goes; a run may overwrite it. */\n{CTypes.Of(value.Type)} *{Name}_{part}({Name}_context *context);\n\n"
                : $"/* Where the output is after a run. */\nconst {CTypes.Of(value.Type)} *{Name}_{part}(const {Name}_context *context);\n\n");
        }

        if (_stepwise)
        {
            text.Append($"/* The layers, and a function that runs one of them; in order they are a run. */\n#define {upper}_STEPS {_layers.Length}\nvoid {Name}_step({Name}_context *context, int32_t step);\n\n");
        }

        return text.Append($"/* Computes the outputs from the inputs. Threads may run at once, each with a context of its own. */\nvoid {Name}_run({Name}_context *context);\n\n#endif\n").ToString();
    }

    private string Source()
    {
        string standard = _layers.Any(l => l.Calls.Prepend(l.Declarations).Any(c => c.Contains("NULL", StringComparison.Ordinal))) ? "#include <stddef.h>\n\n" : "";
        var text = new StringBuilder($"/* {_graph.Name}. Written by Lathe. */\n#include \"{Name}.h\"\n\n{standard}#include \"{KernelLibrary.HeaderName}\"\n");
        foreach (LayerCode layer in _layers.Where(l => l.Declarations.Length > 0))
        {
            text.Append($"\n/* {layer.About} */\n{layer.Declarations}");
        }

        foreach ((IntegerValue value, string part, bool input) in NetworkParts.Of(_graph))
        {
            string readOnly = input ? "" : "const ";
            text.Append($"\n{readOnly}{CTypes.Of(value.Type)} *{Name}_{part}({readOnly}{Name}_context *context)\n{{\n    {readOnly}{_arena.Type} *const arena = context->arena;\n\n    return {_arena.At(value, !input)};\n}}\n");
        }

        return text.Append(_stepwise ? Steps() : Run()).ToString();
    }

    private string Run()
    {
        var text = new StringBuilder($"\nvoid {Name}_run({Name}_context *context)\n{{\n    {_arena.Type} *const arena = context->arena;\n\n");
        foreach (string call in _layers.SelectMany(l => l.Calls))
        {
            text.Append($"    {call};\n");
        }

        return text.Append("}\n").ToString();
    }

    private string Steps()
    {
        var text = new StringBuilder($"\nvoid {Name}_step({Name}_context *context, int32_t step)\n{{\n    {_arena.Type} *const arena = context->arena;\n\n    switch (step)\n    {{\n");
        for (int i = 0; i < _layers.Length; i++)
        {
            text.Append($"    case {i}:\n{string.Concat(_layers[i].Calls.Select(c => $"        {c};\n"))}        break;\n");
        }

        string upper = Name.ToUpperInvariant();
        text.Append($"    default:\n        break;\n    }}\n}}\n\nvoid {Name}_run({Name}_context *context)\n{{\n    for (int32_t step = 0; step < {upper}_STEPS; step++)\n    {{\n        {Name}_step(context, step);\n    }}\n}}\n");
        return text.ToString();
    }

    private string Constants(IntegerValue value, string name)
    {
        string text = $"/* {value}. */\n#define {name}_COUNT {value.Shape.Count}\n";
        return _graph.Scales.TryGetValue(value.Name, out CodeScale scale)
            ? $"{text}#define {name}_SCALE {scale.Scale.ToString("R", System.Globalization.CultureInfo.InvariantCulture)} /* value = scale * (code - zero) */\n#define {name}_ZERO {(scale.Zero < 0 ? $"({scale.Zero})" : scale.Zero)}\n"
            : text;
    }

}
