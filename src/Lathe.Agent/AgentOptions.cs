using System.Globalization;
using System.Net;
using Lathe.Pipeline.Remote;

namespace Lathe.Agent;

/// <summary>How an agent is run.</summary>
public sealed record AgentOptions
{
    /// <summary>Where it listens; port 0 takes a free one.</summary>
    public required IPEndPoint Listen { get; init; }

    /// <summary>What clients must know.</summary>
    public required AgentToken Token { get; init; }

    /// <summary>The program and first arguments that measure a job; the job's folder is added.</summary>
    public required IReadOnlyList<string> Worker { get; init; }

    /// <summary>True to listen where other machines can reach it.</summary>
    public bool AllowRemote { get; init; }

    /// <summary>The only folder it writes to, one subfolder a job; a temporary one when null.</summary>
    public string? Folder { get; init; }

    /// <summary>The most bytes of a request.</summary>
    public long LargestBody { get; init; } = 512L << 20;

    /// <summary>After which a job is ended.</summary>
    public TimeSpan LongestJob { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Reads <c>ADDRESS:PORT</c>; <c>localhost</c> is 127.0.0.1.</summary>
    /// <exception cref="InvalidInputException">It is none.</exception>
    public static IPEndPoint ParseListen(string text)
    {
        int colon = text.LastIndexOf(':');
        string host = colon > 0 ? text[..colon] : "";
        return IPAddress.TryParse(host == "localhost" ? "127.0.0.1" : host, out IPAddress? address) && int.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out int port) && port <= IPEndPoint.MaxPort
            ? new IPEndPoint(address, port)
            : throw new InvalidInputException($"'{text}' is no address to listen at. Write ADDRESS:PORT, for example 127.0.0.1:7077.");
    }

    /// <summary>Checks all values.</summary>
    /// <exception cref="InvalidInputException">The message lists every one that is wrong.</exception>
    public void Validate()
    {
        var problems = new List<string>();
        if (!AllowRemote && !IPAddress.IsLoopback(Listen.Address))
        {
            problems.Add($"{Listen} can be reached from other machines, and the token travels in the clear; say --allow-remote if you mean it, or listen at 127.0.0.1 behind an SSH tunnel.");
        }

        if (LargestBody < 1)
        {
            problems.Add($"The largest request is {LargestBody} bytes; it must be at least 1.");
        }

        if (LongestJob <= TimeSpan.Zero)
        {
            problems.Add($"The longest job is {LongestJob.TotalSeconds:0} s; it must be more than 0.");
        }

        if (problems.Count > 0)
        {
            throw new InvalidInputException("The agent cannot run like this: " + string.Join(" ", problems));
        }
    }
}
