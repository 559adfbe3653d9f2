using Lathe.Graph.Coupling;

namespace Lathe.Graph.Ops.Linear;

/// <summary>How the channels of a grouped convolution couple.</summary>
internal static class GroupedChannels
{
    /// <summary>
    /// Input channels with axis 1 of the weight; with more than one group each group must lose as many, so the same place in
    /// every group goes together. A depthwise convolution ties each input channel to its own outputs instead.
    /// </summary>
    public static void Couple(CouplingContext context, string x, string w, string y, int groups, int inputsPerGroup, int outputsPerGroup)
    {
        if (groups > 1 && inputsPerGroup == 1)
        {
            context.LinkBlocks(x, 1, y, 1, outputsPerGroup);
            return;
        }

        for (int group = 0; group < groups; group++)
        {
            context.LinkRange(w, 1, 0, x, 1, group * inputsPerGroup, inputsPerGroup);
            if (group > 0)
            {
                context.LinkRange(y, 1, 0, y, 1, group * outputsPerGroup, outputsPerGroup);
            }
        }
    }
}
