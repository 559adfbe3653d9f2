using Lathe.Graph;
using Lathe.Micro.Checking;
using Lathe.Pipeline.Exporting;
using Lathe.Runtime;
using Lathe.Runtime.FrontEnds;
using Lathe.Tensors;
using Lathe.Training.Data;

namespace Lathe.Pipeline.Boards;

/// <summary>Test samples as a board gets them: recordings where the network has a front end, which then hears them there; else codes.</summary>
/// <param name="graph">A network of one input.</param>
/// <param name="data">Its test part is read.</param>
internal sealed class BoardInputs(IntegerGraph graph, Dataset data)
{
    private readonly IntegerValue _input = graph.Inputs[0];

    /// <summary>The front end; null where inputs are codes.</summary>
    public CepstralFrontEnd? FrontEnd { get; } = SoundFrontEnd.Of(graph, data);

    /// <summary>The first recordings; null where inputs are codes.</summary>
    public HeardClips? Heard(int count) => FrontEnd is not null && data.TestClips is { } clips ? new HeardClips(FrontEnd, [.. clips.Take(count)]) : null;

    /// <summary>The codes of the first samples.</summary>
    public IEnumerable<IReadOnlyDictionary<string, TensorData>> Codes(int count)
    {
        HeardClips? heard = Heard(count);
        float[] sample = new float[data.SampleShape.Count];
        for (int i = 0; i < count; i++)
        {
            yield return new Dictionary<string, TensorData> { [_input.Name] = heard is null ? Read(i, sample) : Hear(heard, i) };
        }
    }

    private TensorData Read(int index, float[] sample)
    {
        data.Test.Read(index, sample);
        return CodedTensors.Encode(sample, _input, graph);
    }

    private TensorData Hear(HeardClips heard, int index)
    {
        sbyte[] codes = new sbyte[_input.Shape.Count];
        heard.FrontEnd.Run(heard.Clips[index], codes);
        return TensorData.From<sbyte>(codes, _input.Shape);
    }
}
