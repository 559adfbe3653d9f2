using Lathe.Pipeline.Remote;

namespace Lathe.Agent;

/// <summary>The measuring side of an agent: reads a job's folder, and writes a line of JSON for everything that happens.</summary>
public static class AgentWorker
{
    /// <summary>Measures a job.</summary>
    /// <param name="folder">The job's folder.</param>
    /// <param name="output">Gets the lines.</param>
    /// <param name="input">Ends when the agent does; the job ends then too.</param>
    /// <param name="time">The clock.</param>
    /// <returns>True when there is a result.</returns>
    public static bool Run(string folder, TextWriter output, TextReader input, TimeProvider time)
    {
        using var orphaned = new CancellationTokenSource();
        new Thread(() => WaitForEnd(input, orphaned)) { IsBackground = true, Name = "agent watch" }.Start();
        try
        {
            Write(new AgentMessage { Report = new LocalMeasurement(time, text => Write(new AgentMessage { Progress = text })).Measure(JobFiles.Read(folder), orphaned.Token) });
            return true;
        }
        catch (LatheException error)
        {
            Write(new AgentMessage { Error = error.Message });
            return false;
        }

        void Write(AgentMessage message)
        {
            output.WriteLine(message.ToLine());
            output.Flush();
        }
    }

    private static void WaitForEnd(TextReader input, CancellationTokenSource orphaned)
    {
        while (input.Read() >= 0)
        {
        }

        orphaned.Cancel();
    }
}
