using System.Globalization;

namespace Lathe.Pipeline.Remote;

/// <summary>Where an agent listens, written <c>agent://host:port</c>.</summary>
/// <param name="Host">Name or address.</param>
/// <param name="Port">1 to 65535.</param>
public sealed record AgentAddress(string Host, int Port)
{
    /// <summary>What every address begins with.</summary>
    public const string Scheme = "agent://";

    /// <summary>The variable that holds an agent's token, on both ends.</summary>
    public const string TokenVariable = "LATHE_AGENT_TOKEN";

    /// <summary>True when a device's name is an agent's address.</summary>
    public static bool Is(string? device) => device?.StartsWith(Scheme, StringComparison.Ordinal) == true;

    /// <summary>Reads an address.</summary>
    /// <exception cref="InvalidInputException">It is none.</exception>
    public static AgentAddress Parse(string text)
    {
        if (Is(text) && text[Scheme.Length..].LastIndexOf(':') is > 0 and var colon)
        {
            string host = text[Scheme.Length..][..colon];
            if (int.TryParse(text[(Scheme.Length + colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out int port) && port is > 0 and < 65_536 && Uri.CheckHostName(host.Trim('[', ']')) != UriHostNameType.Unknown)
            {
                return new AgentAddress(host, port);
            }
        }

        throw new InvalidInputException($"'{text}' is no agent's address. Write {Scheme}HOST:PORT, for example {Scheme}127.0.0.1:7077.");
    }

    /// <summary>The address of one of the agent's pages.</summary>
    public Uri Page(string page) => new($"http://{Host}:{Port.ToString(CultureInfo.InvariantCulture)}/{page}");

    /// <inheritdoc/>
    public override string ToString() => $"{Scheme}{Host}:{Port.ToString(CultureInfo.InvariantCulture)}";
}
