namespace Lathe.Runtime.Floating;

/// <summary>The cells.</summary>
public sealed partial record FloatRecurrentOp
{
    private void Step(ReadOnlySpan<float> x, ReadOnlySpan<float> hidden, Span<float> room, Span<float> next)
    {
        if (Kind == FloatRecurrentKind.Lstm)
        {
            Lstm(x, hidden, room, next);
        }
        else
        {
            Gru(x, hidden, room, next);
        }
    }

    private void Lstm(ReadOnlySpan<float> x, ReadOnlySpan<float> hidden, Span<float> cell, Span<float> next)
    {
        for (int unit = 0; unit < next.Length; unit++)
        {
            float write = FloatMath.Sigmoid(Gate(unit, x, hidden));
            float show = FloatMath.Sigmoid(Gate(Hidden + unit, x, hidden));
            float keep = FloatMath.Sigmoid(Gate((2 * Hidden) + unit, x, hidden));
            float candidate = FloatMath.Tanh(Gate((3 * Hidden) + unit, x, hidden));
            cell[unit] = (keep * cell[unit]) + (write * candidate);
            next[unit] = show * FloatMath.Tanh(cell[unit]);
        }
    }

    private void Gru(ReadOnlySpan<float> x, ReadOnlySpan<float> hidden, Span<float> room, Span<float> next)
    {
        bool after = Kind == FloatRecurrentKind.GruResetAfter;
        for (int unit = 0; unit < next.Length; unit++)
        {
            float reset = FloatMath.Sigmoid(Gate(Hidden + unit, x, hidden));
            room[unit] = after ? reset : reset * hidden[unit];
        }

        for (int unit = 0; unit < next.Length; unit++)
        {
            int row = (2 * Hidden) + unit;
            float update = FloatMath.Sigmoid(Gate(unit, x, hidden));
            float carried = CandidateBias[unit] + FloatMath.Dot(after ? hidden : room, HiddenWeights.Values.Slice(row * Hidden, Hidden));
            float seen = Bias[row] + FloatMath.Dot(x, InputWeights.Values.Slice(row * x.Length, x.Length));
            float candidate = FloatMath.Tanh(seen + (after ? room[unit] * carried : carried));
            next[unit] = ((1 - update) * candidate) + (update * hidden[unit]);
        }
    }

    private float Gate(int row, ReadOnlySpan<float> x, ReadOnlySpan<float> hidden)
    {
        float seen = Bias[row] + FloatMath.Dot(x, InputWeights.Values.Slice(row * x.Length, x.Length));
        return seen + FloatMath.Dot(hidden, HiddenWeights.Values.Slice(row * Hidden, Hidden));
    }
}
