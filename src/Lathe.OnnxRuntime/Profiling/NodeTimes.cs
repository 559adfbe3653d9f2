namespace Lathe.OnnxRuntime.Profiling;

/// <summary>Gathers one node's time in every run.</summary>
internal sealed class NodeTimes(NodeEvent first)
{
    private readonly string[] _inputs = [.. first.Tensors("input_type_shape").Select(t => t.Type)];
    private readonly long[] _output = first.Tensors("output_type_shape").Select(t => t.Dimensions).FirstOrDefault() ?? [];
    private readonly (string OpType, string Provider) _kind = (first.Text("op_name"), first.Text("provider"));
    private readonly List<double> _runs = [];

    public void Add(int run, double microseconds)
    {
        while (_runs.Count <= run)
        {
            _runs.Add(0);
        }

        _runs[run] += microseconds;
    }

    public OrtNodeTiming Summarize(int runs, int skip)
    {
        if (_runs.Count < runs)
        {
            Add(runs - 1, 0);
        }

        return new OrtNodeTiming(first.Name, _kind.OpType, _kind.Provider, _runs.Count - skip, OrtProfile.Median(_runs, skip), OrtProfile.MiddleMean(_runs, skip), LowerQuartile.Of(_runs, skip), _inputs, _output);
    }
}
