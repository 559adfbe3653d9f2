using System.Text;

namespace Lathe.Compression.Techniques;

/// <summary>Names of C# as recipes write them: <c>PerLayer</c> is <c>per-layer</c>.</summary>
internal static class Kebab
{
    public static string Of(string name)
    {
        var text = new StringBuilder(name.Length + 4);
        for (int i = 0; i < name.Length; i++)
        {
            bool starts = i > 0 && char.IsUpper(name[i]) && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
            text.Append(starts ? "-" : "").Append(char.ToLowerInvariant(name[i]));
        }

        return text.ToString();
    }
}
