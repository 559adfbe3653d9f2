using System.Diagnostics;

namespace Lathe.Agent;

/// <summary>The agent's folder: one subfolder a job, gone when the job ends.</summary>
internal sealed class JobFolders : IDisposable
{
    private const string Prefix = "lathe-job-";
    private readonly bool _temporary;
    private int _jobs;

    /// <summary>Opens a folder, or makes a temporary one; what a killed agent left in it is deleted.</summary>
    /// <exception cref="InvalidInputException">It cannot be made.</exception>
    public JobFolders(string? folder)
    {
        _temporary = folder is null;
        try
        {
            Path = folder is null ? Directory.CreateTempSubdirectory("lathe-agent-").FullName : Directory.CreateDirectory(folder).FullName;
            foreach (string left in Directory.GetDirectories(Path, Prefix + "*").Where(IsLeft))
            {
                Directory.Delete(left, recursive: true);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"The agent's folder '{folder}' cannot be used: {error.Message} Choose another --folder.", error);
        }
    }

    public string Path { get; }

    /// <summary>Makes the folder of a job.</summary>
    public string New() => Directory.CreateDirectory(System.IO.Path.Combine(Path, $"{Prefix}{Environment.ProcessId}-{Interlocked.Increment(ref _jobs)}")).FullName;

    // The folder's name holds the process it belongs to: another agent may be at work here.
    private static bool IsLeft(string folder)
    {
        if (!int.TryParse(System.IO.Path.GetFileName(folder)[Prefix.Length..].Split('-')[0], out int owner) || owner == Environment.ProcessId)
        {
            return false;
        }

        try
        {
            using Process process = Process.GetProcessById(owner);
            return false;
        }
        catch (ArgumentException)
        {
            return true;
        }
    }

    public void Dispose()
    {
        if (_temporary && Directory.Exists(Path))
        {
            Directory.Delete(Path, recursive: true);
        }
    }
}
