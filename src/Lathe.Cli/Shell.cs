using System.CommandLine;
using System.CommandLine.Invocation;
using System.Runtime.InteropServices;

namespace Lathe.Cli;

/// <summary>Runs a command: signals, errors and exit codes.</summary>
internal static class Shell
{
    /// <summary>Set to see where an unexpected error came from.</summary>
    private const string Trace = "LATHE_TRACE";

    public static async Task<int> RunAsync(RootCommand root, string[] args)
    {
        using var cancel = new CancellationTokenSource();
        ParseResult parsed = root.Parse(args);
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop), terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        if (parsed.Errors.Count > 0)
        {
            string command = string.Join(' ', parsed.CommandResult.Command == root ? ["lathe"] : new[] { "lathe", parsed.CommandResult.Command.Name });
            await Console.Error.WriteLineAsync($"{command}: {string.Join(" ", parsed.Errors.Select(e => e.Message))} See: {command} --help");
            return ExitCodes.BadInput;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, cancel.Token);
        }
        catch (Exception error) when (Environment.GetEnvironmentVariable(Trace) is null or "")
        {
            (int code, string message) = Explain(error);
            await Console.Error.WriteLineAsync("lathe: " + Output.Plain(message, keepLines: true));
            return code;
        }

        // The first signal ends the run in order, where the command can be told; a second one, or any other command, ends with the process.
        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = !cancel.IsCancellationRequested && parsed.Action is AsynchronousCommandLineAction;
            if (!signal.Cancel)
            {
                Console.Error.WriteLine("lathe: cancelled.");
            }

            cancel.Cancel();
        }
    }

    private static (int Code, string Message) Explain(Exception error) => error switch
    {
        LatheException known => (known.ExitCode, known.Message),
        OperationCanceledException => (ExitCodes.Cancelled, "cancelled; what was finished is kept, --resume goes on."),
        IOException or UnauthorizedAccessException => (ExitCodes.BadInput, $"{error.Message} Check space and permissions; what was finished is kept."),
        OutOfMemoryException => (ExitCodes.Missing, "this machine has too little memory for it. Use a smaller batch or model."),
        AggregateException { InnerException: { } inner } => Explain(inner),
        _ => (ExitCodes.BadInput, $"this could not be done, and Lathe did not expect it ({error.GetType().Name}: {error.Message}) Please report it with what {Trace}=1 prints."),
    };
}
