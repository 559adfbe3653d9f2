using System.CommandLine;
using Lathe;
using Lathe.Cli;
using Lathe.Cli.Commands;

var root = new RootCommand("Lathe: give it a network, its data and a limit; it gives back the network that fits, with the measurements that prove it.")
{
    OptimizeCommand.Create(),
    ReportCommand.Create(),
    InspectCommand.Create(),
    VerifyCommand.Create(),
    ProfileCommand.Create(),
    BenchCommand.Create(),
    ConformanceCommand.Create(),
    ModelsCommand.Create(),
    DoctorCommand.Create(),
};

using var cancel = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    cancel.Cancel();
};

try
{
    ParseResult parsed = root.Parse(args);
    int code = await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, cancel.Token);
    return parsed.Errors.Count > 0 ? ExitCodes.BadInput : code;
}
catch (LatheException error)
{
    await Console.Error.WriteLineAsync("lathe: " + error.Message);
    return error.ExitCode;
}
catch (OperationCanceledException)
{
    await Console.Error.WriteLineAsync("lathe: cancelled; what was finished is kept, --resume goes on.");
    return ExitCodes.Cancelled;
}
catch (IOException error)
{
    await Console.Error.WriteLineAsync($"lathe: {error.Message} Check space and permissions; what was finished is kept.");
    return ExitCodes.BadInput;
}
