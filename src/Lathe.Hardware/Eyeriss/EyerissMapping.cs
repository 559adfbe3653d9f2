namespace Lathe.Hardware.Eyeriss;

/// <summary>How a layer is laid over the array, in the paper's letters.</summary>
/// <param name="OutputRows">e: rows of the output computed at once.</param>
/// <param name="FiltersInElement">p: filters an element takes turns with.</param>
/// <param name="ChannelsInElement">q: channels an element takes turns with.</param>
/// <param name="ChannelSets">r: sets of elements on different channels.</param>
/// <param name="FilterSets">t: sets of elements on different filters.</param>
/// <param name="BufferedFilters">m: output channels whose sums stay in the global buffer.</param>
/// <param name="BufferedImages">n: images whose sums stay there, so that filters are fetched once for them.</param>
public sealed record EyerissMapping(int OutputRows, int FiltersInElement, int ChannelsInElement, int ChannelSets, int FilterSets, int BufferedFilters, int BufferedImages);
