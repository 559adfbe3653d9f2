namespace Lathe.Tensors.Threading;

/// <summary>Work over a range of indices, split among threads; a struct, so that the loop inlines and nothing is allocated.</summary>
public interface IRangeBody
{
    /// <summary>Processes indices from <paramref name="begin"/> up to but without <paramref name="end"/>.</summary>
    void Run(int begin, int end);
}
