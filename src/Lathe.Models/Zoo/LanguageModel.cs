using Lathe.Graph;

namespace Lathe.Models.Zoo;

/// <summary>
/// LSTM language model of the small setting of Zaremba et al. (2014): two layers of 200. Tokens [N, T] give the logits [N, T, words]
/// of the next word at each place.
/// </summary>
internal static class LanguageModel
{
    public static ModelGraph Build(ModelOptions o)
    {
        int length = o.Shape(35)[0], words = o.Vocabulary ?? 10000, width = o.Scale(200);
        var b = new GraphBuilder("lstm-lm", o.Key);
        string x = b.Embedding(b.Tokens("input", length), words, width);
        x = b.Transpose(b.Dropout(x, 0.2f), width, 1, 0, 2);
        for (int layer = 1; layer <= 2; layer++)
        {
            x = b.Dropout(b.Lstm(x, width, $"lstm{layer}"), 0.2f);
        }

        x = b.Reshape(b.Transpose(x, width, 1, 0, 2), width, -1, width);
        return b.Build(b.Reshape(b.Linear(x, words, "head"), words, -1, length, words), "logits", "N", length, words);
    }
}
