using System.Security.Cryptography;
using System.Text;

namespace Lathe.Pipeline.Remote;

/// <summary>The secret that an agent and its clients share.</summary>
public sealed class AgentToken
{
    private readonly byte[] _digest;

    /// <summary>Takes a secret.</summary>
    /// <exception cref="InvalidInputException">It is empty, or cannot stand in a header.</exception>
    public AgentToken(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            throw new InvalidInputException($"An agent needs a token, the same on both ends. Set {AgentAddress.TokenVariable} (or --token of lathe agent) to a long random text.");
        }

        if (text.Any(c => c is <= ' ' or > '~'))
        {
            throw new InvalidInputException("An agent's token is made of letters, digits and signs without spaces. Choose another one.");
        }

        (Text, _digest) = (text, Digest(text));
    }

    /// <summary>The secret itself.</summary>
    public string Text { get; }

    /// <summary>Reads the token of this process.</summary>
    /// <exception cref="InvalidInputException">It is not set.</exception>
    public static AgentToken FromEnvironment() => new(Environment.GetEnvironmentVariable(AgentAddress.TokenVariable));

    /// <summary>Compares in a time that tells nothing of where two secrets differ, nor of how long they are.</summary>
    public bool Fits(string? other) => CryptographicOperations.FixedTimeEquals(_digest, Digest(other ?? ""));

    private static byte[] Digest(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
