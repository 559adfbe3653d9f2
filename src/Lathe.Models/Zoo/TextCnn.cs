using Lathe.Graph;

namespace Lathe.Models.Zoo;

/// <summary>Sentence classifier (Kim 2014): filters over 3, 4 and 5 words, their largest answers, one dense layer.</summary>
internal static class TextCnn
{
    public static ModelGraph Build(ModelOptions o)
    {
        int length = o.Shape(64)[0], width = o.Scale(128);
        var b = new GraphBuilder("text-cnn", o.Key);
        string x = b.Embedding(b.Tokens("input", length), o.Vocabulary ?? 8192, width);
        x = b.Unsqueeze(b.Transpose(x, width, 0, 2, 1), 2);
        string[] answers = [.. new[] { 3, 4, 5 }.Select(n => b.GlobalMaxPool(b.Relu(b.Conv(x, o.Scale(100), (1, n), (1, 1), (0, 0, 0, 0), bias: true, name: $"words{n}"))))];
        return b.Build(b.Linear(b.Dropout(b.Concat(answers), 0.5f), o.Classes, "head"), "logits", "N", o.Classes);
    }
}
