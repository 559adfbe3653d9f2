using System.Text;

namespace Lathe.Micro.Writing;

/// <summary>Turns names of networks and layers into C identifiers, each given once.</summary>
internal sealed class CNames
{
    private static readonly HashSet<string> s_reserved =
    [
        "auto", "break", "case", "char", "const", "continue", "default", "do", "double", "else", "enum", "extern", "float", "for", "goto", "if", "inline", "int",
        "long", "register", "restrict", "return", "short", "signed", "sizeof", "static", "struct", "switch", "typedef", "union", "unsigned", "void", "volatile", "while", "main",
    ];

    private readonly HashSet<string> _given = [];

    /// <summary>An identifier of lower-case letters, digits and single underscores.</summary>
    public static string Identifier(string name)
    {
        var text = new StringBuilder();
        for (int i = 0; i < name.Length; i++)
        {
            if (i > 0 && char.IsAsciiLetterUpper(name[i]) && char.IsAsciiLetterLower(name[i - 1]))
            {
                text.Append('_');
            }

            text.Append(char.IsAsciiLetterOrDigit(name[i]) ? char.ToLowerInvariant(name[i]) : '_');
        }

        string joined = string.Join('_', text.ToString().Split('_', StringSplitOptions.RemoveEmptyEntries));
        return joined.Length == 0 ? "layer" : char.IsAsciiDigit(joined[0]) ? "n" + joined : s_reserved.Contains(joined) ? joined + "_" : joined;
    }

    /// <summary>An identifier that no earlier call was given.</summary>
    public string Unique(string name)
    {
        string plain = Identifier(name), free = plain;
        for (int i = 2; !_given.Add(free); i++)
        {
            free = $"{plain}_{i}";
        }

        return free;
    }
}
